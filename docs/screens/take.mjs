// Takes a picture of every kind of screen and lays them on contact sheets, to be looked at.
//   node docs/screens/take.mjs http://127.0.0.1:PORT [FOLDER]      (a running demonstration; journeys must be built, they bring the browser)
import { createRequire } from 'node:module';
import { writeFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const { chromium } = createRequire(import.meta.url)(join(here, '../../journeys/bin/Release/net10.0/.playwright/package'));
const [site, folder = here] = process.argv.slice(2);
const installed = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);
const browser = await chromium.launch({ executablePath: installed, args: ['--no-sandbox'] });

// A path, a selector of the link to follow on the page before, or what a person does to come to the page.
const sheets = [
  { name: 'citizen-360', user: null, width: 360, height: 780, across: 6, pages: ['/', '/thu-tuc', '/thu-tuc?q=lam+lai+giay+khai+sinh+bi+mat', '/thu-tuc/ks01',
    '/nop/ks01', '/nop/ks01/noi-nop', '/nop/ks01/nguoi-nop', '/nop/ks01/giay-to', '/nop/ks01/lam-sau', '/nop/ks01/kiem-tra', '/tra-cuu', '/kiem-tra',
    '/dang-nhap', '/quen-mat-khau', '/tro-giup', '/kha-nang-tiep-can', '/khong-co-trang-nay'] },
  { name: 'citizen-own-360', user: 'benam', width: 360, height: 780, across: 6, pages: ['/', '/ho-so-cua-toi', 'main a[href^="/ho-so-cua-toi/"]', '/thong-bao',
    '/kho-giay-to', '/kho-giay-to/nhat-ky', '/tai-khoan', '/tai-khoan/lien-lac', '/tai-khoan/mat-khau'] },
  { name: 'counter-1366', user: 'diem', width: 1366, height: 768, across: 3, pages: ['/noi-bo', '/noi-bo/tiep-nhan', 'main a[href^="/noi-bo/tiep-nhan/H"]',
    '/noi-bo/tiep-nhan/truc-tiep', '/noi-bo/tiep-nhan/truc-tiep/ks01', '/noi-bo/tra-ket-qua', 'main a[href^="/noi-bo/tra-ket-qua/"]', '/noi-bo/so-theo-doi',
    '/noi-bo/nhac-viec'] },
  { name: 'specialist-1366', user: 'khoi', width: 1366, height: 768, across: 3, pages: ['/noi-bo', '/noi-bo/viec', 'main a[href^="/noi-bo/ho-so/"]',
    '/noi-bo/phoi-hop', '/noi-bo/nhac-viec', '/noi-bo/tiep-nhan'] },
  { name: 'leader-390', user: 'tam', width: 390, height: 844, across: 6, pages: ['/noi-bo', '/noi-bo/ky-so', 'main a[href^="/noi-bo/ky-so/"]', '/noi-bo/viec',
    'main a[href^="/noi-bo/ho-so/"]', '/noi-bo/nhac-viec', '/tai-khoan'] },
  { name: 'administrator-1366', user: 'nam', width: 1366, height: 768, across: 4, pages: ['/noi-bo', '/quan-tri/to-chuc',
    'main table a[href^="/quan-tri/to-chuc/"]', '/quan-tri/to-chuc/sap-xep', '/quan-tri/vai-tro', '/quan-tri/can-bo',
    'main table a[href^="/quan-tri/can-bo/"]', connectedProgram, '/quan-tri/nhat-ky', '/quan-tri/chuong-trinh', '/quan-tri/chuong-trinh/moi',
    '/quan-tri/van-hanh', '/quan-tri/doi-chieu', '/quan-tri/lich-lam-viec', '/quan-tri/mau-giay-to', '/quan-tri/bo-quy-dinh', '/quan-tri/cua-nop',
    '/quan-tri/tin-nhan', '/quan-tri/ly-do', 'main table a[href^="/quan-tri/ly-do/"]', '/quan-tri/ly-do/them/bo-sung',
    splitPreview, '/quan-tri/nap-du-lieu'] },
];

// A part of a commune becomes a commune of its own: a plan that waits for its approval, made once and then found.
async function splitPreview(page) {
  await page.goto(site + '/quan-tri/to-chuc/sap-xep?don-vi=UBND-32248');
  const plan = page.locator('main a', { hasText: 'chia, tách' }).first();
  if (await plan.count()) return page.goto(new URL(await plan.getAttribute('href'), page.url()).href);
  await page.getByText('Chia, tách').first().click();
  await page.getByRole('button', { name: 'Lập phương án' }).click();
  const typed = { newCode: '32299', name: 'Ủy ban nhân dân xã Rạch Tàu', shortName: 'UBND xã Rạch Tàu', unitName: 'Xã Rạch Tàu',
    documentNumber: 'Nghị quyết 14/NQ-UBTVQH15', reason: 'Tách xã theo nghị quyết', 'effective.year': '2027', 'effective.month': '1', 'effective.day': '1',
    'documentDate.year': '2026', 'documentDate.month': '4', 'documentDate.day': '20' };
  for (const [name, text] of Object.entries(typed)) await page.fill(`main input[name="${name}"]`, text);
  await page.locator('main input[name=people]').first().check();
  await page.selectOption('main select[name="office.MC-32248"]', 'moi');
  await page.getByRole('button', { name: 'Lưu, xem trước' }).click();
}

// A program that waits for its approval, asked for once and then found.
async function connectedProgram(page) {
  await page.goto(site + '/quan-tri/chuong-trinh');
  const known = page.locator('main table a[href^="/quan-tri/chuong-trinh/"]').first();
  if (await known.count()) return page.goto(new URL(await known.getAttribute('href'), page.url()).href);
  await page.goto(site + '/quan-tri/chuong-trinh/moi');
  const typed = { name: 'Cổng thông tin của tỉnh', clientId: 'cong-tinh', reason: 'Công văn 12/UBND-VP ngày 02/11/2026', 'validTo.day': '1',
    'validTo.month': '6', 'validTo.year': '2027' };
  for (const [name, text] of Object.entries(typed)) await page.fill(`main input[name="${name}"]`, text);
  for (const name of ['agency', 'scope']) await page.selectOption(`main select[name="${name}"]`, { index: 1 });
  await page.getByRole('button', { name: 'Đề nghị' }).click();
}

for (const sheet of sheets) {
  const context = await browser.newContext({ viewport: { width: sheet.width, height: sheet.height }, locale: 'vi-VN' });
  const page = await context.newPage();
  if (sheet.user) {
    await page.goto(site + '/dang-nhap');
    await page.fill('input[name=username]', sheet.user);
    await page.fill('input[type=password]', 'motcua-' + sheet.user);
    await page.click('main form button');
    await page.waitForLoadState();
  }
  const shots = [];
  for (const where of sheet.pages) {
    if (typeof where === 'function') await where(page);
    else if (where.startsWith('/')) await page.goto(site + where);
    else {
      const link = page.locator(where).first();
      if (await link.count() === 0) { console.log(`${sheet.name}: no ${where} on ${page.url()}`); continue; }
      await page.goto(new URL(await link.getAttribute('href'), page.url()).href);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    if (overflow) console.log(`${sheet.name}: wider than the screen: ${page.url()}`);
    shots.push({ path: new URL(page.url()).pathname, image: (await page.screenshot({ type: 'jpeg', quality: 70 })).toString('base64') });
  }
  const cell = Math.round(1500 / sheet.across);
  // A page of its own: the site's rules against foreign styles would hold for this one too.
  const paper = await browser.newPage({ viewport: { width: 1560, height: 800 } });
  await paper.setContent(`<body style="margin:20px;font:13px sans-serif"><div style="display:grid;grid-template-columns:repeat(${sheet.across},1fr);gap:14px">`
    + shots.map(shot => `<figure style="margin:0"><img style="width:100%;border:1px solid #888" src="data:image/jpeg;base64,${shot.image}">`
      + `<figcaption style="overflow:hidden;text-overflow:ellipsis;width:${cell - 20}px">${shot.path}</figcaption></figure>`).join('') + '</div>');
  writeFileSync(join(folder, sheet.name + '.jpg'), await paper.screenshot({ fullPage: true, type: 'jpeg', quality: 60 }));
  console.log(`${sheet.name}: ${shots.length} screens`);
  await paper.close();
  await context.close();
}
await browser.close();
