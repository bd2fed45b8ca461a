// Takes the steps of test_other_browsers.py in Firefox, through WebDriver BiDi, and prints what was
// seen: node firefox.mjs EXECUTABLE ORIGIN < steps.json

import { readFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const [executablePath, origin] = process.argv.slice(2);
const steps = JSON.parse(readFileSync(0, 'utf8'));
const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
const seen = { errors: [] };
try {
  const page = await browser.newPage();
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('console', (said) => said.type() === 'error' && seen.errors.push(said.text()));
  for (const [action, value, name] of steps) {
    if (action === 'go') await page.goto(origin + value, { waitUntil: 'load' });
    if (action === 'click') await page.click(value);
    if (action === 'key') await page.keyboard.press(value);
    if (action === 'see') seen[name] = await page.evaluate(`(${value})()`);
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));
