# SPDX-License-Identifier: GPL-3.0-or-later
"""Random numbers and the urn by their contracts: docs/methods.md section 11, src/num/philox.h and src/num/urn.h."""
import numpy as np
from scipy.special import ndtri

GOLDEN = 0x9E3779B97F4A7C15
MASK64 = 2**64 - 1
LOW32 = np.uint64(0xFFFFFFFF)
STREAM = {"population": 1, "need": 2, "assessment": 3, "churn": 4, "price": 5, "practice": 6, "leniency": 7,
          "optimism": 8, "shares": 14}


def splitmix64(x):
    x = (x + GOLDEN) & MASK64
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & MASK64
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & MASK64
    return x ^ (x >> 31)


def stream_key(seed, name):
    return splitmix64((seed + STREAM[name] * GOLDEN) & MASK64)


def label_key(text):
    """FNV-1a 64 of the bytes, then splitmix64."""
    key = 0xCBF29CE484222325
    for byte in text.encode():
        key = ((key ^ byte) * 0x100000001B3) & MASK64
    return splitmix64(key)


def philox(c0, c1, c2, c3, key):
    """Philox4x32-10 of counters that are broadcast together: an array [..., 4] of 32-bit words."""
    c = np.broadcast_arrays(*(np.asarray(x, dtype=np.uint64) for x in (c0, c1, c2, c3)))
    k0, k1 = key & 0xFFFFFFFF, key >> 32
    for _ in range(10):
        p0, p1 = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        shift = np.uint64(32)
        c = [(p1 >> shift) ^ c[1] ^ np.uint64(k0), p1 & LOW32, (p0 >> shift) ^ c[3] ^ np.uint64(k1), p0 & LOW32]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return np.stack(c, axis=-1)


def normal_of_word(word):
    """Sign from the top bit, magnitude -Phi^-1(k / 2^32) for k = the low 31 bits made odd."""
    k = (word & np.uint64(0x7FFFFFFF)) | np.uint64(1)
    magnitude = -ndtri(k.astype(float) * 2.0**-32)
    return np.where(word >> np.uint64(31), -magnitude, magnitude)


def uniform53(a, b):
    return ((int(a) >> 5) * 2.0**26 + (int(b) >> 6) + 0.5) / 2.0**53


def person_words(stream, person_key, replicates, copies, several, draw=0):
    """One word for each replicate and copy of a row: [replicates, copies]; `draw` counts a stream's draws of a
    person-year."""
    low, high = person_key & 0xFFFFFFFF, person_key >> 32
    r, c = np.arange(replicates)[:, None], np.arange(copies)[None, :]
    if several:
        block, word = philox(low, high, r, draw << 20 | c // 4, stream), c % 4
    else:
        block, word = philox(low, high, r // 4, draw << 20 | c, stream), r % 4
    return np.take_along_axis(block, np.broadcast_to(word, block.shape[:-1])[..., None], axis=-1)[..., 0]


def below(draw, bound):
    """A whole number below `bound` from a 64-bit draw."""
    return draw * bound >> 64


def urn_draws(key, stratum, replicate):
    """The urn's 64-bit draws, two a block (num/urn.h)."""
    d = 0
    while True:
        w = [int(x) for x in philox(stratum & 0xFFFFFFFF, stratum >> 32, replicate, d, key)]
        yield w[0] | w[1] << 32
        yield w[2] | w[3] << 32
        d += 1


def urn_counts(n, unseen, key, stratum, replicate, plain=False):
    """People that each of n rows stands for: one row is left out, the unseen are a uniform composition over the rest.
    `plain` is the mistake of leaving none out."""
    counts = np.ones(n, dtype=int)
    if unseen == 0:
        return counts
    draws = urn_draws(key, stratum, replicate)
    left_out = below(next(draws), n)
    rows = [j for j in range(n) if plain or j != left_out]
    bars = len(rows) - 1
    slots, m = unseen + bars, min(bars, unseen)
    chosen = set()
    for i in range(1, m + 1):
        bound = slots - m + i
        slot = below(next(draws), bound)
        chosen.add(bound - 1 if slot in chosen else slot)
    j = 0
    for slot in range(slots):
        if (slot in chosen) == (bars <= unseen):
            j += 1
        else:
            counts[rows[j]] += 1
    return counts
