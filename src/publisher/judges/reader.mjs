// An EPUB in a real reading engine (foliate-js) in a real browser: every way about is walked, every page looked at.
//
//     node reader.mjs TOOLS BROWSER BOOK [SCREENSHOTS]
//
// TOOLS is a folder whose node_modules hold foliate-js and puppeteer-core. Printed is a JSON list of what was found,
// each with setting, code, message, path and fragment. Nothing but the book and the engine can be loaded.

import { createServer } from 'node:http'
import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { extname, join, normalize, resolve } from 'node:path'

const [tools, browserPath, bookPath, pictures] = process.argv.slice(2)
const puppeteer = createRequire(resolve(tools, 'package.json'))('puppeteer-core')
const ENGINE = resolve(tools, 'node_modules', 'foliate-js')
const TYPES = { '.js': 'text/javascript', '.html': 'text/html; charset=utf-8', '.epub': 'application/epub+zip' }
const PAGE = `<!DOCTYPE html><html lang="en"><head><meta name="color-scheme" content="light dark"><title>Book</title>
<link rel="icon" href="data:,">
<style>html, body { margin: 0; height: 100% } foliate-view { display: block; width: 100%; height: 100% }</style></head>
<body><script type="module">
import '/engine/view.js'
try {
    const data = await (await fetch('/book.epub')).blob()
    const view = document.createElement('foliate-view')
    document.body.append(view)
    await view.open(new File([data], 'book.epub', { type: data.type }))
    // What the engine's own reader asks of a book: the reader's colour scheme, and no more.
    view.renderer.setStyles('html { color-scheme: light dark }')
    window.view = view
} catch (error) { window.failed = String(error) }
</script></body></html>`

// Every link is walked at phone width; the other settings look at what a width, a flow or the night can break.
const SETTINGS = [
    { name: 'phone', width: 390, height: 844, scheme: 'light', flow: 'paginated', walk: true },
    { name: 'phone-dark', width: 390, height: 844, scheme: 'dark', flow: 'paginated' },
    { name: 'tablet', width: 820, height: 1180, scheme: 'light', flow: 'paginated', walk: true },
    { name: 'tablet-dark', width: 820, height: 1180, scheme: 'dark', flow: 'paginated' },
    { name: 'narrow', width: 320, height: 640, scheme: 'light', flow: 'scrolled' },
]

const SIGHTS = { // what to photograph: the first of each that the book has
    title: '[epub\\:type~=titlepage], .title-page', contents: '.contents-page, nav', chapter: 'section.chapter h1',
    quotation: 'figure.quotation, blockquote', table: 'table', figure: 'figure.figure', notes: 'aside[role=doc-footnote]',
    letter: '.letter', verse: '.verse', access: '.accessibility-page',
}

const found = []

async function serve() {
    const book = await readFile(bookPath)
    const server = createServer(async (request, response) => {
        const path = new URL(request.url, 'http://localhost').pathname
        try {
            const body = path === '/' ? PAGE : path === '/book.epub' ? book
                : path.startsWith('/engine/') ? await readFile(join(ENGINE, normalize(path.slice(7)))) : null
            if (body === null) throw new Error('not here')
            response.writeHead(200, { 'content-type': TYPES[path === '/' ? '.html' : extname(path)] ?? 'text/plain' })
            response.end(body)
        } catch {
            response.writeHead(404)
            response.end()
        }
    })
    await new Promise(done => server.listen(0, '127.0.0.1', done))
    return server
}

async function open(browser, address, setting) {
    const page = await browser.newPage()
    const add = (code, message, path = '') => found.push({ setting: setting.name, code, message, path, fragment: '' })
    page.on('console', each => { if (each.type() === 'error') add('console', each.text(), each.location().url ?? '') })
    page.on('pageerror', error => add('error', String(error)))
    await page.setRequestInterception(true)
    page.on('request', request => {
        const inside = /^(blob:|data:|about:)/.test(request.url()) || request.url().startsWith(address)
        if (!inside) add('network', 'the book asks for something outside it', request.url())
        return inside ? request.continue() : request.abort()
    })
    await page.setViewport({ width: setting.width, height: setting.height })
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: setting.scheme }])
    await page.goto(address)
    await page.waitForFunction('window.view || window.failed', { timeout: 60000 })
    const failed = await page.evaluate('window.failed')
    if (failed) add('open', `the engine cannot open the book: ${failed}`)
    else await page.evaluate(flow => view.renderer.setAttribute('flow', flow), setting.flow)
    return failed ? null : page
}

// Runs in the page. Every link of the navigation and of all documents, with where it was found.
async function links() {
    const flat = (items, kind) => (items ?? []).flatMap(item =>
        [...(item.href ? [{ href: item.href, from: kind, label: item.label }] : []), ...flat(item.subitems, kind)])
    const { book } = view
    const all = [...flat(book.toc, 'toc'), ...flat(book.pageList, 'page-list'), ...flat(book.landmarks, 'landmarks')]
    for (const section of book.sections) {
        const doc = await section.createDocument()
        for (const a of doc.querySelectorAll('a[href]')) {
            const href = a.getAttribute('href')
            const whole = section.resolveHref(href)
            if (!book.isExternal(whole)) all.push({ href: whole, from: section.id, label: a.textContent.trim() })
        }
    }
    return all
}

// Runs in the page. Goes to each address and says what is wrong there; the same place is gone to once.
async function walk(all) {
    const wrong = []
    const places = new Map()
    for (const link of all) {
        const target = view.book.resolveHref(link.href)
        if (!target || target.index < 0) wrong.push({ ...link, code: 'unresolved', message: 'leads nowhere' })
        else if (!places.has(link.href)) places.set(link.href, { link, target })
    }
    const sorted = [...places.values()].sort((a, b) => a.target.index - b.target.index)
    for (const { link, target } of sorted) {
        await view.goTo(link.href)
        const { doc, index } = view.renderer.getContents()[0]
        if (index !== target.index) {
            wrong.push({ ...link, code: 'elsewhere', message: 'another document opens' })
            continue
        }
        const goal = target.anchor(doc)
        if (goal === 0) continue // the document's beginning
        if (!goal) {
            wrong.push({ ...link, code: 'no-target', message: 'its place is not in the document' })
            continue
        }
        const frame = doc.defaultView.frameElement.getBoundingClientRect()
        const rects = [...goal.getClientRects()]
        const seen = rects.some(r => frame.left + r.right >= -2 && frame.left + r.left <= innerWidth + 2
            && frame.top + r.bottom >= -2 && frame.top + r.top <= innerHeight + 2)
        if (!rects.length) wrong.push({ ...link, code: 'not-shown', message: 'its place is not shown' })
        else if (!seen) wrong.push({ ...link, code: 'not-there', message: 'its place is not on the page that opens' })
    }
    return wrong
}

// Runs in the page. Opens each document and looks for what does not fit, does not show, or cannot be read.
async function look(options) {
    const wrong = []
    const channels = text => (text.match(/[\d.]+/g) ?? []).map(Number)
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
    const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05)
    const name = element => `${element.localName}${element.id ? '#' + element.id : ''}`
    const paper = options.dark ? [18, 18, 18] : [255, 255, 255]
    for (const [index, section] of view.book.sections.entries()) {
        if (section.linear === 'no') continue
        await view.goTo(index)
        const { doc } = view.renderer.getContents()[0]
        const add = (code, message, element) => wrong.push(
            { code, message: `${name(element)} ${message}`, path: section.id, fragment: element.outerHTML.slice(0, 200) })
        const style = element => doc.defaultView.getComputedStyle(element)
        await Promise.all([...doc.images].map(image => image.decode().catch(() => {})))
        for (const image of doc.images) if (!image.naturalWidth) add('image', 'shows no picture', image)
        if (options.scrolled) {
            const width = doc.documentElement.clientWidth
            const scrolls = element => element && element !== doc.body
                && (/auto|scroll/.test(style(element).overflowX) || scrolls(element.parentElement))
            const wide = [...doc.body.querySelectorAll('*')].filter(element => {
                const { right } = element.getBoundingClientRect()
                return right > width + 1 && style(element).position !== 'absolute' && !scrolls(element.parentElement)
                    && !scrolls(element)
            })
            for (const element of wide.filter(each => !wide.includes(each.parentElement)))
                add('wide', `is ${Math.round(element.getBoundingClientRect().right - width)} px too wide at ${width} px`, element)
        }
        const texts = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT)
        const told = new Set()
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
            const element = text.parentElement
            if (!text.data.trim() || told.has(element) || !element.getClientRects().length) continue
            told.add(element)
            const computed = style(element)
            let ground = paper
            for (let each = element; each; each = each.parentElement) {
                const colour = channels(style(each).backgroundColor)
                if (colour.length === 3 || colour[3] === 1) { ground = colour; break }
            }
            const needed = parseFloat(computed.fontSize) >= 24 ? 3 : 4.5
            const is = ratio(channels(computed.color), ground)
            if (is < needed) add('contrast', `has a contrast of ${is.toFixed(2)}, less than ${needed}`, element)
        }
    }
    return wrong
}

async function photograph(page, setting) {
    await mkdir(pictures, { recursive: true })
    for (const [name, selector] of Object.entries(SIGHTS)) {
        const there = await page.evaluate(async selector => {
            for (const [index, section] of view.book.sections.entries()) {
                const doc = await section.createDocument()
                const seen = doc.querySelector(selector)
                if (!seen) continue
                await view.goTo(index)
                const now = view.renderer.getContents()[0].doc.querySelector(selector)
                if (now) await view.renderer.scrollToAnchor(now)
                return true
            }
            return false
        }, selector)
        if (there) await page.screenshot({ path: join(pictures, `${name}-${setting.name}.png`) })
    }
}

const server = await serve()
const profile = await mkdtemp(join(tmpdir(), 'publisher-reader-'))
const browser = await puppeteer.launch({
    executablePath: browserPath, userDataDir: profile, headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
})
try {
    const address = `http://127.0.0.1:${server.address().port}/`
    for (const setting of SETTINGS) {
        const page = await open(browser, address, setting)
        if (!page) break
        const add = each => found.push({ fragment: '', ...each, setting: setting.name })
        if (setting.walk)
            for (const each of await page.evaluate(walk, await page.evaluate(links)))
                add({ code: each.code, message: `“${each.label}” (${each.href}) ${each.message}`, path: each.from })
        const options = { dark: setting.scheme === 'dark', scrolled: setting.flow === 'scrolled' }
        for (const each of await page.evaluate(look, options)) add(each)
        if (pictures) await photograph(page, setting)
        await page.close()
    }
} finally {
    await browser.close()
    server.close()
    await rm(profile, { recursive: true, force: true })
}
process.stdout.write(JSON.stringify(found))
