"""The elements, attributes and properties that a drawing in a book may have."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _names("""
    circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood
    feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset feTile filter g line
    linearGradient marker mask path pattern polygon polyline radialGradient rect stop style svg switch symbol text
    textPath title tspan use view
""")

LEFT_OUT = frozenset({"metadata"})
"""Elements of SVG that draw nothing and that no book needs."""

REFER = _names("use linearGradient radialGradient pattern textPath filter mask clipPath")
"""Elements whose href may name another element of the same drawing."""

ATTRIBUTES = _names("""
    amplitude azimuth class clipPathUnits cx cy d dx dy edgeMode elevation exponent filterUnits fr fx fy
    gradientTransform gradientUnits height id in in2 intercept k1 k2 k3 k4 lang lengthAdjust markerHeight markerUnits
    markerWidth maskContentUnits maskUnits method mode offset operator order orient pathLength patternContentUnits
    patternTransform patternUnits points preserveAspectRatio primitiveUnits r radius refX refY result role rotate rx ry
    slope spacing spreadMethod startOffset stdDeviation tableValues textLength transform type values version viewBox
    width x x1 x2 y y1 y2
""")

PROPERTIES = _names("""
    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters
    direction display dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font font-family
    font-size font-size-adjust font-stretch font-style font-variant font-weight image-rendering isolation
    letter-spacing line-height marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity
    overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
    stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align text-anchor
    text-decoration text-orientation text-rendering text-transform transform transform-origin unicode-bidi
    vector-effect visibility white-space word-spacing writing-mode
""")
"""Properties of CSS that draw; as presentation attributes and in style attributes."""
