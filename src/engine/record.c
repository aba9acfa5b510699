/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of chunks. After the name (run and chunk, 8 bytes each, least first) and the number of replicates stand all
   slots of the chunk in one order, as whole numbers of 7 bits a byte with the sign in the lowest bit: most slots are
   small or zero, so that a record takes about a third of the memory that it stands for. Nothing depends on the
   machine. */
#include "engine/record.h"

#include "base/bytes.h"
#include "engine/post.h"

#include <string.h>

/* The most bytes that one number takes, and how many are gathered before they go to the buffer. */
#define MOST_NUMBER_BYTES 10
#define BLOCK_BYTES       4096

#define NAME_BYTES 16

typedef struct packer {
    rasimi_buffer *out;
    size_t n;
    unsigned char block[BLOCK_BYTES];
} packer;

typedef struct unpacker {
    const unsigned char *next, *end;
    bool bad;
} unpacker;

/* Does something with n slots of 8 bytes, whole numbers or doubles. */
typedef void
slots_fn(void *context, void *slots, size_t n);

/* Goes through all slots of a chunk's n replicates, always in the same order. */
static void
each_slots(const rasim_results *r, uint64_t chunk, uint64_t n, slots_fn *fn, void *context)
{
    const uint64_t first = chunk * RASIM_CHUNK_REPLICATES;
    const size_t n_series = r->n_designs * r->n_years, row = r->n_groups * RASIM_N_LINES;
    for (size_t s = 0; s < n_series; s++) {
        fn(context, r->ledger + (s * r->replicates_asked + first) * row, n * row);
    }
    for (size_t p = 0; p < r->places.n; p++) {
        fn(context, r->places.chunks[chunk].net + p * RASIM_CHUNK_REPLICATES, n);
    }
    for (size_t d = 0; r->sample_net != NULL && d < r->n_designs; d++) {
        fn(context, r->sample_net + d * r->replicates_asked + first, n);
    }
    for (size_t y = 0; r->funding != NULL && y < r->n_years; y++) {
        fn(context, r->funding + y * r->replicates_asked + first, n);
    }
}

static void
flush(packer *p)
{
    rasimi_buffer_add(p->out, (const char *)p->block, p->n);
    p->n = 0;
}

static void
pack_number(packer *p, uint64_t value)
{
    if (p->n + MOST_NUMBER_BYTES > BLOCK_BYTES) {
        flush(p);
    }
    while (value >= 0x80) {
        p->block[p->n++] = (unsigned char)(value | 0x80);
        value >>= 7;
    }
    p->block[p->n++] = (unsigned char)value;
}

static void
pack_slots(void *context, void *slots, size_t n)
{
    const unsigned char *slot = slots;
    for (size_t i = 0; i < n; i++, slot += sizeof(uint64_t)) {
        uint64_t bits;
        memcpy(&bits, slot, sizeof bits);
        pack_number(context, bits << 1 ^ (0 - (bits >> 63)));
    }
}

static uint64_t
unpack_number(unpacker *u)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 7 * MOST_NUMBER_BYTES && u->next < u->end; shift += 7) {
        const unsigned char byte = *u->next++;
        if (shift == 63 && byte > 1) {
            break;
        }
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            return value;
        }
    }
    u->bad = true;
    return 0;
}

static void
unpack_slots(void *context, void *slots, size_t n)
{
    unpacker *u = context;
    unsigned char *slot = slots;
    for (size_t i = 0; i < n && !u->bad; i++, slot += sizeof(uint64_t)) {
        const uint64_t number = unpack_number(u), bits = number >> 1 ^ (0 - (number & 1));
        memcpy(slot, &bits, sizeof bits);
    }
}

static void
clear_slots(void *context, void *slots, size_t n)
{
    (void)context;
    memset(slots, 0, n * sizeof(uint64_t));
}

/* Replicates of a chunk; 0 past the last. */
static uint64_t
count_replicates(const rasim_results *results, uint64_t chunk)
{
    if (chunk >= (results->replicates_asked + RASIM_CHUNK_REPLICATES - 1) / RASIM_CHUNK_REPLICATES) {
        return 0;
    }
    const uint64_t left = results->replicates_asked - chunk * RASIM_CHUNK_REPLICATES;
    return left < RASIM_CHUNK_REPLICATES ? left : RASIM_CHUNK_REPLICATES;
}

void
rasimi_record_pack(const rasim_results *results, rasimi_record_name name, rasimi_buffer *out)
{
    const uint64_t n = count_replicates(results, name.chunk);
    packer p = {.out = out, .n = NAME_BYTES};
    rasimi_put_u64(p.block, name.run);
    rasimi_put_u64(p.block + 8, name.chunk);
    pack_number(&p, n);
    each_slots(results, name.chunk, n, pack_slots, &p);
    flush(&p);
}

bool
rasimi_record_read_name(const void *bytes, size_t length, rasimi_record_name *out)
{
    if (length < NAME_BYTES) {
        return false;
    }
    const unsigned char *in = bytes;
    *out = (rasimi_record_name){.run = rasimi_get_u64(in), .chunk = rasimi_get_u64(in + 8)};
    return true;
}

bool
rasimi_record_unpack(rasim_results *results, const void *bytes, size_t length)
{
    rasimi_record_name name;
    const uint64_t n = rasimi_record_read_name(bytes, length, &name) ? count_replicates(results, name.chunk) : 0;
    if (n == 0) {
        return false;
    }
    unpacker u = {.next = (const unsigned char *)bytes + NAME_BYTES, .end = (const unsigned char *)bytes + length};
    if (unpack_number(&u) != n || u.bad || rasimi_places_begin(&results->places, name.chunk) != RASIM_OK) {
        return false;
    }
    const uint64_t first = name.chunk * RASIM_CHUNK_REPLICATES;
    each_slots(results, name.chunk, n, unpack_slots, &u);
    const bool whole = !u.bad && u.next == u.end && rasimi_post_balances(results, first, first + n);
    if (whole) {
        rasimi_places_end(&results->places, name.chunk);
    } else {
        each_slots(results, name.chunk, n, clear_slots, NULL);
        rasimi_places_drop(&results->places, name.chunk);
    }
    return whole;
}
