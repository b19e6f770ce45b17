// The checksum of ZIP archives.
#pragma once
#include <stddef.h>
#include <stdint.h>

// CRC-32 (polynomial 0x04C11DB7, reflected) of bytes that follow others with checksum `crc`; 0 before the first byte.
uint32_t ck_crc32(uint32_t crc, const void *bytes, size_t count);
