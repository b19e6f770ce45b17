// CRC-32, sixteen bytes at a time through tables.
#include "ck_crc32.h"

#include <pthread.h>
#include <string.h>

// tables[k][b]: the checksum of byte b followed by k zeros.
static uint32_t tables[16][256];

static void make_tables(void) {
  for (uint32_t b = 0; b < 256; b++) {
    uint32_t crc = b;
    for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    tables[0][b] = crc;
  }
  for (int k = 1; k < 16; k++)
    for (int b = 0; b < 256; b++) tables[k][b] = tables[k - 1][b] >> 8 ^ tables[0][tables[k - 1][b] & 255];
}

uint32_t ck_crc32(uint32_t crc, const void *bytes, size_t count) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_tables);
  const unsigned char *p = bytes;
  crc = ~crc;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  for (; count >= 16; count -= 16, p += 16) {
    uint64_t first, second;
    memcpy(&first, p, 8);
    memcpy(&second, p + 8, 8);
    first ^= crc;
    crc = 0;
    for (int k = 0; k < 8; k++) {
      crc ^= tables[15 - k][first >> (8 * k) & 255];
      crc ^= tables[7 - k][second >> (8 * k) & 255];
    }
  }
#endif
  for (; count; count--) crc = crc >> 8 ^ tables[0][(crc ^ *p++) & 255];
  return ~crc;
}
