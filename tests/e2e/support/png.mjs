// SPDX-License-Identifier: MIT
// Reads the PNG files that browsers take as screenshots (8 bits, RGB or RGBA, not interlaced; W3C PNG section 9), so
// that a test can see whether the canvas drew anything at all.

import { inflateSync } from 'node:zlib';

/** @param {Buffer} file @returns {{ width: number, height: number, channels: number, pixels: Buffer }} */
export function decodePng(file) {
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  const [depth, colour, , , interlace] = file.subarray(24, 29);
  const channels = { 2: 3, 6: 4 }[colour];
  if (depth !== 8 || !channels || interlace) throw new Error(`Not a screenshot: depth ${depth}, colour type ${colour}.`);
  const parts = [];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; x += 1) {
      const left = x >= channels ? pixels[y * stride + x - channels] : 0;
      const up = y > 0 ? pixels[(y - 1) * stride + x] : 0;
      const upLeft = x >= channels && y > 0 ? pixels[(y - 1) * stride + x - channels] : 0;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][filter];
      pixels[y * stride + x] = raw[y * (stride + 1) + 1 + x] + predicted;
    }
  }
  return { width, height, channels, pixels };
}

function paeth(left, up, upLeft) {
  const estimate = left + up - upLeft;
  const [byLeft, byUp, byUpLeft] = [left, up, upLeft].map((value) => Math.abs(estimate - value));
  if (byLeft <= byUp && byLeft <= byUpLeft) return left;
  return byUp <= byUpLeft ? up : upLeft;
}

/**
 * The brightness of a part of the picture, each pixel from 0 (black) to 255 (white).
 * @param {ReturnType<typeof decodePng>} picture
 * @param {{ x: number, y: number, width: number, height: number }} box in pixels of the picture
 */
export function brightness(picture, box) {
  let sum = 0;
  let darkest = 255;
  let brightest = 0;
  let count = 0;
  const right = Math.min(picture.width, Math.round(box.x + box.width));
  const bottom = Math.min(picture.height, Math.round(box.y + box.height));
  for (let y = Math.max(0, Math.round(box.y)); y < bottom; y += 1) {
    for (let x = Math.max(0, Math.round(box.x)); x < right; x += 1) {
      const at = (y * picture.width + x) * picture.channels;
      const [red, green, blue] = picture.pixels.subarray(at, at + 3);
      const value = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      sum += value;
      darkest = Math.min(darkest, value);
      brightest = Math.max(brightest, value);
      count += 1;
    }
  }
  return { mean: sum / count, darkest, brightest, contrast: brightest - darkest };
}
