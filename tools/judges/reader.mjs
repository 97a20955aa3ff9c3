// Opens an EPUB in foliate-js in one headless Chromium, in several settings, and says as JSON what is wrong with it.
//
// The order comes as JSON on standard input:
//   book         path of the EPUB
//   tools        folder whose node_modules holds foliate-js and puppeteer-core
//   browser      path of Chromium
//   profile      an empty folder for the browser's files
//   settings     [{name, width, height, dark, flow, text}]
//   screenshots  folder for pictures, or null
// The page that reads is reader.html with reader-page.js; this program serves it, drives it and listens to it.

import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, extname, join, normalize, sep } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.epub': 'application/epub+zip' }
const FLAGS = [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]
const OWN = new Set(['blob:', 'data:', 'about:'])
// Chromium says this of every page that foliate-js opens; it speaks of the engine and not of the book.
const OF_THE_ENGINE = /can escape its sandboxing/
// A refused request is a finding already.
const TOLD = /ERR_BLOCKED_BY_CLIENT/

const order = JSON.parse(await text(process.stdin))
const here = dirname(fileURLToPath(import.meta.url))
const engine = join(order.tools, 'node_modules', 'foliate-js')
const { launch } = createRequire(join(order.tools, 'package.json'))('puppeteer-core')

const file = path => {
    if (path === '/') return join(here, 'reader.html')
    if (path === '/page.js') return join(here, 'reader-page.js')
    if (path === '/book.epub') return order.book
    const inside = normalize(join(engine, path.replace(/^\/foliate-js\//, '')))
    return path.startsWith('/foliate-js/') && inside.startsWith(engine + sep) ? inside : null
}

const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://127.0.0.1').pathname
    if (path === '/favicon.ico') return response.writeHead(204).end()
    const found = file(path)
    if (!found) return response.writeHead(404).end()
    createReadStream(found)
        .on('open', () => response.setHeader('Content-Type', TYPES[extname(found)] ?? 'application/octet-stream'))
        .on('error', () => response.writeHead(404).end())
        .pipe(response)
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${server.address().port}`

const browser = await launch({
    executablePath: order.browser, userDataDir: order.profile, headless: true, pipe: true, args: FLAGS,
})
try {
    process.stdout.write(JSON.stringify(await judge(await browser.newPage())))
} finally {
    await browser.close()
    server.close()
}

async function judge(page) {
    const findings = [], screenshots = []
    let at = { setting: '', path: '' }
    const tell = (code, message, fragment = '') => findings.push({ code, message, fragment, ...at })
    await listen(page, tell)
    await page.exposeFunction('turned', path => { at = { ...at, path } })

    const set = async setting => {
        await page.setViewport({ width: setting.width, height: setting.height })
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: setting.dark ? 'dark' : 'light' }])
        at = { setting: setting.name, path: '' }
    }
    const take = told => findings.push(...told.map(each => ({ fragment: '', setting: at.setting, ...each })))
    await set(order.settings[0])
    await page.goto(origin, { waitUntil: 'load' })
    const { counts, told, opened } = await page.evaluate(() => globalThis.judge.open())
    take(told.map(each => ({ ...each, setting: '' })))
    for (const setting of opened ? order.settings : []) {
        await set(setting)
        take(await page.evaluate(setting => globalThis.judge.read(setting), setting))
        if (setting === order.settings[0]) take(await page.evaluate(() => globalThis.judge.notes()))
        if (order.screenshots) screenshots.push(...await picture(page, setting))
    }
    return { findings, counts, screenshots }
}

async function picture(page, setting) {
    const names = []
    for (const scene of await page.evaluate(() => globalThis.judge.scenes())) {
        await page.evaluate(scene => globalThis.judge.show(scene), scene)
        names.push(`${setting.name}-${scene}.png`)
        await page.screenshot({ path: join(order.screenshots, names.at(-1)), captureBeyondViewport: false })
    }
    return names
}

async function listen(page, tell) {
    page.on('console', message => {
        const said = message.text()
        if (!['error', 'warn', 'assert'].includes(message.type()) || OF_THE_ENGINE.test(said) || TOLD.test(said)) return
        tell('console', said)
    })
    page.on('pageerror', error => tell('script', error.message))
    page.on('requestfailed', request => {
        if (request.url().startsWith(origin)) tell('network', `${request.url()} did not come`)
    })
    await page.setRequestInterception(true)
    page.on('request', request => {
        const url = new URL(request.url())
        if (OWN.has(url.protocol) || url.origin === origin) return request.continue()
        tell('network', `the book asks for ${url}`)
        return request.abort('blockedbyclient')
    })
}
