// Reads a book with foliate-js and looks at what a reader would see. reader.mjs calls globalThis.judge.

import '/foliate-js/view.js'
import { FootnoteHandler } from '/foliate-js/footnotes.js'

// What foliate-js's own reader sets, less what would hide a fault (it wraps code and takes footnotes off the page).
const styles = text => `
html { color-scheme: light dark; font-size: ${text}% }
@media (prefers-color-scheme: dark) { a:link { color: lightblue } }
`
const ENOUGH = 4.5 // contrast: WCAG 2, 1.4.3, for text of every size
const PATIENCE = 10_000 // milliseconds for one page to open
const SLACK = 1.5 // CSS pixels that rounding may cost
// What pictures are taken of: the first place that the first selector to find one finds.
const SCENES = {
    cover: ['[*|type~="cover"]', '.cover img, .cover svg'],
    'title-page': ['[*|type~="titlepage"]'],
    contents: ['nav[*|type~="toc"], [role~="doc-toc"]'],
    chapter: ['section[*|type~="chapter"], [role~="doc-chapter"]'],
    quotation: ['figure.quotation.highlight', 'figure.quotation', 'blockquote'],
    table: ['table'],
    figure: ['figure img, figure svg'],
    code: ['pre'],
    alert: ['aside.alert'],
    verse: ['.verse'],
    notes: ['[role~="doc-footnote"], [role~="doc-endnote"], [*|type~="footnote"], [*|type~="endnote"]'],
}
const CALLS = 'a[*|type~="noteref"], a[role~="doc-noteref"]'
const NOTE = ['doc-footnote', 'doc-endnote', 'footnote', 'endnote', 'rearnote']

const view = document.createElement('foliate-view')
const papers = new WeakMap() // document → its own background, before the engine takes it off
let docs = [] // one document a section, as the engine parses it; never shown
const targets = new Map() // "index#id" → {index, id, href, from}
const calls = [] // every noteref: {a, href, path}
const dead = [] // findings of the links themselves, told once

const frame = () => new Promise(resolve => requestAnimationFrame(resolve))
const late = (promise, what) => Promise.race([
    promise, new Promise((_, reject) => setTimeout(() => reject(new Error(`${what} took too long`)), PATIENCE)),
])
// The start tag as text; a clone of a picture would ask for its file again.
const tag = el => /^<[^>]*>/.exec(el.outerHTML)[0].replace(/ xmlns(:\w+)?="[^"]*"/g, '').replace(/ style="[^"]*"/, '').slice(0, 200)
const words = el => el.textContent.trim().replace(/\s+/g, ' ').slice(0, 60)
const kinds = el => [el.getAttributeNS('http://www.idpf.org/2007/ops', 'type'), el.getAttribute('role')].join(' ').split(/\s+/)
const shown = el => [...el.getClientRects()]

// ---------------------------------------------------------------- links

function follow(href, from) {
    const { book } = view
    if (!href) return { fault: 'leads nowhere' }
    let target = null
    try { target = book.resolveHref(href) } catch { /* an address that cannot be decoded */ }
    if (!target) return { fault: `leads to ${href}, which is not in the book` }
    if (target.index < 0) return { fault: `leads to ${href}, which is not in the reading order` }
    const [, id] = href.split('#')
    const el = id ? target.anchor(docs[target.index]) : null
    if (id && !el) return { fault: `leads to ${href}, where nothing has that id` }
    const key = `${target.index}#${id ?? ''}`
    if (!targets.has(key)) targets.set(key, { index: target.index, id: el?.id, href, from })
    return { target, el }
}

function entries(list) {
    return (list ?? []).flatMap(item => [item, ...entries(item.subitems)])
}

function survey() {
    const { book } = view
    const counts = { sections: docs.length, links: 0, notes: 0 }
    const lists = { contents: entries(book.toc), landmarks: entries(book.landmarks), pages: entries(book.pageList) }
    const nav = book.resources.navPath ?? book.resources.ncxPath ?? ''
    if (!lists.contents.length) dead.push({ code: 'contents', path: nav, message: 'the engine finds no table of contents' })
    for (const [name, list] of Object.entries(lists)) {
        counts[name] = list.length
        for (const { label, href, subitems } of list) {
            if (!label?.trim()) dead.push({ code: 'entry', path: nav, message: `an entry of the ${name} has no words` })
            const { fault } = !href && subitems?.length ? {} : follow(href, nav)
            if (fault) dead.push({ code: 'entry', path: nav, message: `“${label}” in the ${name} ${fault}` })
        }
    }
    docs.forEach((doc, index) => {
        const section = book.sections[index]
        for (const a of doc.querySelectorAll('a[href], area[href], a[*|href]')) {
            const address = a.getAttribute('href') ?? a.getAttributeNS('http://www.w3.org/1999/xlink', 'href')
            if (book.isExternal(address)) continue
            counts.links += 1
            const href = section.resolveHref(address)
            const { fault, el } = follow(href, section.id)
            const say = (code, message) => dead.push({ code, path: section.id, message, fragment: tag(a) })
            if (fault) say('link', `“${words(a)}” ${fault}`)
            if (!a.matches(CALLS)) continue
            counts.notes += 1
            calls.push({ a, href, path: section.id })
            if (el && !kinds(el).some(kind => NOTE.includes(kind))) say('note', `“${words(a)}” calls what is no note`)
            else if (el && !returns(el, a)) say('backlink', `the note of “${words(a)}” has no way back to it`)
        }
    })
    return { ...counts, targets: targets.size }
}

// Whether a note has a backlink to the call, to the words around it, or to another call of the same note.
function returns(note, call) {
    const { book } = view
    const section = book.sections[docs.indexOf(note.ownerDocument)]
    const home = docs.indexOf(call.ownerDocument)
    return [...note.querySelectorAll('a[href]')].some(a => {
        const href = section.resolveHref(a.getAttribute('href'))
        const target = book.isExternal(href) ? null : book.resolveHref(href)
        const el = target?.index === home && href.includes('#') ? target.anchor(docs[home]) : null
        if (!el || el.matches('section, article, div, body')) return false
        return el.contains(call) || call.contains(el) || el.matches(CALLS) && el.getAttribute('href') === call.getAttribute('href')
    })
}

// ---------------------------------------------------------------- pages

async function goTo(target, what) {
    await late(view.goTo(target), what)
    const [contents] = view.renderer.getContents()
    if (!contents?.doc?.body) throw new Error(`${what} did not open`)
    return contents
}

async function look(index, flow, say) {
    const { doc } = await goTo(index, view.book.sections[index].id)
    await late(doc.fonts.ready, 'a font')
    await frame()
    if (doc.querySelector('parsererror')) say('markup', 'the document is no XHTML')
    await images(doc, say)
    wide(doc, flow, say)
    if (flow !== 'scrolled') deep(doc, say)
    contrast(doc, say)
}

async function images(doc, say) {
    for (const img of doc.images)
        if (!img.complete || !img.naturalWidth) say('image', 'the picture does not show', img)
    for (const image of doc.querySelectorAll('svg image')) {
        const picture = new Image()
        picture.src = image.href.baseVal
        await picture.decode().catch(() => say('image', 'the picture in the drawing does not show', image))
    }
}

function wide(doc, flow, say) {
    const root = doc.documentElement
    const elements = [...doc.body.querySelectorAll('*')].filter(el => !el.closest('svg, math') || el.matches('svg, math'))
    for (const el of elements) {
        const { overflowX } = doc.defaultView.getComputedStyle(el)
        if (['hidden', 'clip'].includes(overflowX) && el.clientWidth > 2 && el.scrollWidth > el.clientWidth + SLACK)
            say('cut-off', `${el.scrollWidth - el.clientWidth} px of it are hidden at the side`, el)
    }
    // In pages, a box may be as wide as its column and no wider; in one long page nothing may scroll sideways.
    const room = flow === 'scrolled' ? root.clientWidth : doc.body.clientWidth
    if (flow === 'scrolled' && root.scrollWidth <= room + SLACK) return
    const over = el => flow === 'scrolled'
        ? el.getBoundingClientRect().right > room + SLACK
        : shown(el).some(rect => rect.width > room + SLACK)
    const wrong = elements.filter(el => over(el) && !scrolls(el.parentElement))
    for (const el of wrong.filter(el => !wrong.includes(el.parentElement)).slice(0, 5))
        say('overflow', `it is wider than the page, ${room} px`, el)
    if (flow === 'scrolled' && !wrong.length) say('overflow', `the page scrolls sideways, ${root.scrollWidth} px in ${room} px`)
}

// A box that scrolls sideways is not divided between pages: what does not fit on one stands below it, where nobody comes.
function deep(doc, say) {
    const foot = doc.defaultView.innerHeight + SLACK
    const wrong = [...doc.body.querySelectorAll('*')].filter(el => shown(el).some(rect => rect.width > 1 && rect.bottom > foot))
    for (const el of wrong.filter(el => !wrong.includes(el.parentElement)).slice(0, 5))
        say('lost', 'it goes on below the page, where no page turns to', el)
}

function scrolls(el) {
    for (; el && el !== el.ownerDocument.body; el = el.parentElement)
        if (['auto', 'scroll', 'hidden', 'clip'].includes(el.ownerDocument.defaultView.getComputedStyle(el).overflowX)) return true
    return false
}

// ---------------------------------------------------------------- contrast

const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true })

function colour(css) {
    const plain = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(css)
    if (plain) return [+plain[1], +plain[2], +plain[3], plain[4] === undefined ? 1 : +plain[4]]
    pen.clearRect(0, 0, 1, 1)
    pen.fillStyle = css
    pen.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
}

const over = ([r, g, b, a], under) => [r, g, b].map((value, n) => value * a + under[n] * (1 - a))
const light = rgb => rgb
    .map(value => value / 255)
    .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, n) => sum + value * [0.2126, 0.7152, 0.0722][n], 0)

function ratio(one, other) {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b)
    return (bright + 0.05) / (dark + 0.05)
}

function contrast(doc, say) {
    const style = el => doc.defaultView.getComputedStyle(el)
    const canvas = colour(getComputedStyle(document.documentElement).backgroundColor)
    const paper = over(colour(papers.get(doc) ?? 'rgba(0, 0, 0, 0)'), canvas)
    const told = new Set()
    const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT)
    const seen = new Set()
    while (walker.nextNode()) {
        const el = walker.currentNode.parentElement
        if (seen.has(el) || !walker.currentNode.nodeValue.trim() || el.closest('svg')) continue
        seen.add(el)
        if (!shown(el).some(rect => rect.width > 1 && rect.height > 1) || !el.checkVisibility({ visibilityProperty: true })) continue
        const chain = []
        for (let each = el; each && each !== doc.documentElement; each = each.parentElement) chain.unshift(style(each))
        if (chain.some(each => each.backgroundImage !== 'none')) continue
        const ground = chain.slice(1).reduce((under, each) => over(colour(each.backgroundColor), under), paper)
        const opacity = chain.reduce((product, each) => product * Number(each.opacity), 1)
        const [r, g, b, a] = colour(chain.at(-1).color)
        const found = ratio(over([r, g, b, a * opacity], ground), ground)
        const look = `${chain.at(-1).color} ${ground}`
        if (found >= ENOUGH || told.has(look)) continue
        told.add(look)
        say('contrast', `“${words(el)}” has a contrast of ${found.toFixed(2)} with the page`, el)
    }
}

// ---------------------------------------------------------------- landing

async function land({ index, id, href }, say) {
    const contents = await goTo(href, href)
    if (contents.index !== index) return say('landing', `going to ${href} leads to another document`)
    if (!id) return contents.doc.body.getClientRects().length || say('landing', `${href} shows nothing`)
    const el = contents.doc.getElementById(id)
    if (!el) return say('landing', `${href} is not there when the page is shown`)
    const rects = shown(el)
    if (!rects.length || !el.checkVisibility({ visibilityProperty: true })) return say('landing', `${href} is not shown`, el)
    const rect = rects.find(each => each.width && each.height) ?? rects[0]
    const page = contents.doc.defaultView.frameElement.getBoundingClientRect()
    const [x, y] = [page.left + rect.left, page.top + rect.top]
    if (x < -SLACK || y < -SLACK || x > innerWidth + SLACK || y > innerHeight + SLACK)
        say('landing', `going to ${href} shows another page`, el)
}

async function read({ flow, text }) {
    const findings = []
    view.renderer.setStyles(styles(text))
    view.renderer.setAttribute('flow', flow)
    const byDocument = Map.groupBy(targets.values(), target => target.index)
    for (const [index, section] of view.book.sections.entries()) {
        const say = (code, message, el) => findings.push({ code, message, path: section.id, fragment: el ? tag(el) : '' })
        globalThis.turned(section.id)
        try {
            await look(index, flow, say)
            for (const target of byDocument.get(index) ?? []) await land(target, say)
        } catch (error) {
            say('opening', error.message)
        }
    }
    return findings
}

// Every note as the engine's own pop-up shows it.
async function notes() {
    const findings = []
    for (const { a, href, path } of calls) {
        if (!follow(href, path).el) continue
        globalThis.turned(path)
        const box = document.body.appendChild(Object.assign(document.createElement('div'), { id: 'note' }))
        const handler = new FootnoteHandler()
        const popup = {}
        handler.addEventListener('before-render', ({ detail }) => box.append(popup.view = detail.view))
        handler.addEventListener('render', ({ detail }) => { popup.words = words(detail.view.renderer.getContents()[0]?.doc?.body ?? detail.target) })
        try {
            await late(handler.handle(view.book, { detail: { a, href }, preventDefault() {} }), href)
            if (!popup.words) findings.push({ code: 'note', path, message: `the note of “${words(a)}” pops up empty`, fragment: tag(a) })
        } catch (error) {
            findings.push({ code: 'note', path, message: `the note of “${words(a)}” does not pop up: ${error.message}`, fragment: tag(a) })
        }
        await frame()
        popup.view?.close()
        box.remove()
    }
    return findings
}

// ---------------------------------------------------------------- what reader.mjs asks for

async function open() {
    document.body.append(view)
    view.addEventListener('load', ({ detail: { doc } }) => {
        const [body, root] = [doc.body, doc.documentElement].map(el => doc.defaultView.getComputedStyle(el).backgroundColor)
        papers.set(doc, colour(body)[3] ? body : root)
    })
    try {
        await late(view.open('/book.epub'), 'the book')
    } catch (error) {
        return { opened: false, counts: {}, told: [{ code: 'opening', path: '', message: `the engine cannot open the book: ${error.message}` }] }
    }
    docs = await Promise.all(view.book.sections.map(section => section.createDocument()))
    const counts = survey()
    return { opened: true, counts, told: dead }
}

const place = scene => {
    for (const selector of SCENES[scene]) {
        const index = docs.findIndex(doc => doc.querySelector(selector))
        if (index >= 0) return { index, anchor: doc => doc.querySelector(selector) }
    }
    return null
}

const scenes = () => Object.keys(SCENES).filter(place)

async function show(scene) {
    await view.renderer.goTo(place(scene))
    await view.renderer.getContents()[0].doc.fonts.ready
    await frame()
    await frame()
}

globalThis.judge = { open, read, notes, scenes, show }
