/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text: numbers against the C library's own reading and against hard cases from the literature, the nearest name,
   UTF-8 against RFC 3629's table. */
#include "base/text.h"

#include "support/require.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t
bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* splitmix64 */
static uint64_t
next_word(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

Test(text, what_is_no_number_is_refused)
{
    static const char *const cases[] = {
        "",     "abc",  "1e4x", "010",  "nan",      "inf",  "-inf", "0x10", "+5",  "1,000", "1,5",     "950abc",
        "-",    "--1",  ".5",   "5.",   "1.e3",     "1e",   "1e+",  "e5",   " 1",  "1 ",    "1_000",   "00",
        "-01",  "1..2", "1e5.", "1e1e", "infinity", "NaN",  "1\n",  "£5",   "5%",  "1.5.2", "0x1.8p1", "- 1",
        "1e 5", "١",    "1f",   "1.0f", "1L",       "true", "-.5",  "-e",   "1-1", "0.e",   "00.5",    "0e",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = 77;
        cr_assert_eq(rasimi_parse_double(cases[i], strlen(cases[i]), &value), RASIMI_NUMBER_NOT, "'%s'", cases[i]);
        cr_assert_eq(value, 77, "'%s' leaves the output alone", cases[i]);
    }
}

Test(text, numbers_are_read_exactly)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        {"0", 0.0},
        {"-0", -0.0},
        {"0.0", 0.0},
        {"-0.000e5", -0.0},
        {"0e999999999999999999999", 0.0},
        {"1", 1.0},
        {"-1", -1.0},
        {"1e4", 1e4},
        {"1E+4", 1e4},
        {"1e-4", 1e-4},
        {"10", 10.0},
        {"0.1", 0.1},
        {"950.25", 950.25},
        {"123456789012345678901234567890", 123456789012345678901234567890.0},
        {"9007199254740992", 9007199254740992.0},
        {"9007199254740993", 9007199254740992.0}, /* a tie, to even */
        {"9007199254740995", 9007199254740996.0}, /* a tie, to even */
        {"9007199254740993.0000000000000000000000000001", 9007199254740994.0},
        {"1e22", 1e22},
        {"1e23", 1e23}, /* not exact, and below the nearest product */
        {"8.5e23", 8.5e23},
        {"1e-22", 1e-22},
        {"1e-23", 1e-23},
        {"6929495644600919.5", 6929495644600920.0},
        {"3.7455744005952583e15", 3745574400595258.5},
        {"2.2250738585072011e-308", 0x0.fffffffffffffp-1022},
        {"2.2250738585072014e-308", 0x1p-1022},
        {"4.9406564584124654e-324", 0x0.0000000000001p-1022},
        {"2.4703282292062328e-324", 0x0.0000000000001p-1022},
        {"2.4703282292062327e-324", 0.0},
        {"1e-400", 0.0},
        {"-1e-999999999999999999999", -0.0},
        {"1.7976931348623157e308", 0x1.fffffffffffffp1023},
        {"1.7976931348623158e308", 0x1.fffffffffffffp1023},
        {"0.00000000000000000000000000000000000000000000000000000000000000000001e68", 1.0},
        {"100000000000000000000000000000000000000000000000000000000000000000000e-68", 1.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = (double)NAN;
        cr_assert_eq(rasimi_parse_double(cases[i].text, strlen(cases[i].text), &value), RASIMI_NUMBER_OK, "'%s'",
                     cases[i].text);
        cr_assert_eq(bits_of(value), bits_of(cases[i].value), "'%s' is %a, not %a", cases[i].text, cases[i].value,
                     value);
    }
}

Test(text, numbers_too_large_are_out_of_range)
{
    static const char *const cases[] = {"1e999", "-1e999", "1.7976931348623159e308", "1e309", "9e99999999999999999999"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double value = 77;
        cr_assert_eq(rasimi_parse_double(cases[i], strlen(cases[i]), &value), RASIMI_NUMBER_RANGE, "'%s'", cases[i]);
        cr_assert_eq(value, 77);
    }
}

Test(text, only_the_given_length_is_read)
{
    double value = 0;
    cr_assert_eq(rasimi_parse_double("12345", 2, &value), RASIMI_NUMBER_OK);
    cr_assert_eq(value, 12);
    cr_assert_eq(rasimi_parse_double("1.5e9", 3, &value), RASIMI_NUMBER_OK);
    cr_assert_eq(value, 1.5);
    cr_assert_eq(rasimi_parse_double("12\0", 3, &value), RASIMI_NUMBER_NOT);
    char *tight = malloc(3); /* under the address sanitizer, reading past the end is found */
    memcpy(tight, "1e5", 3);
    cr_assert_eq(rasimi_parse_double(tight, 3, &value), RASIMI_NUMBER_OK);
    cr_assert_eq(rasimi_parse_double(tight, 2, &value), RASIMI_NUMBER_NOT);
    free(tight);
}

/* 1 + 2^-53 lies half-way between two doubles: a digit however far behind decides. */
Test(text, a_digit_a_thousand_places_behind_decides_a_tie)
{
    static const char half[] = "1.00000000000000011102230246251565404236316680908203125";
    char text[1200];
    for (size_t length = 100; length < sizeof text; length += 61) {
        double value = 0;
        memset(text, '0', sizeof text);
        memcpy(text, half, sizeof half - 1);
        cr_assert_eq(rasimi_parse_double(text, length, &value), RASIMI_NUMBER_OK);
        cr_assert_eq(value, 1.0, "a tie goes to even");
        text[length - 1] = '1';
        cr_assert_eq(rasimi_parse_double(text, length, &value), RASIMI_NUMBER_OK);
        cr_assert_eq(value, 1.0 + 0x1p-52, "%zu digits", length);
    }
}

/* (2^54 - 1) 2^-1075 lies half-way between two doubles and has as many digits as any such number: 768. */
Test(text, the_longest_tie_is_decided_by_its_last_digit)
{
    enum { N_DIGITS = 768 };
    unsigned char digits[N_DIGITS + 32] = {0}; /* of (2^54 - 1) 5^1075, the lowest first */
    char text[N_DIGITS + 16];
    uint64_t factor = (UINT64_C(1) << 54) - 1;
    for (size_t i = 0; factor > 0; i++, factor /= 10) {
        digits[i] = (unsigned char)(factor % 10);
    }
    for (int k = 0; k < 1075; k++) {
        for (size_t i = 0, carry = 0; i < sizeof digits; i++) {
            carry += 5u * digits[i];
            digits[i] = (unsigned char)(carry % 10);
            carry /= 10;
        }
    }
    for (size_t i = 0; i < N_DIGITS; i++) {
        text[i] = (char)('0' + digits[N_DIGITS - 1 - i]);
    }
    cr_assert(text[0] != '0' && text[N_DIGITS - 1] == '5' && digits[N_DIGITS] == 0);
    memcpy(text + N_DIGITS, "e-1075", sizeof "e-1075");
    double value = 0;
    cr_assert_eq(rasimi_parse_double(text, strlen(text), &value), RASIMI_NUMBER_OK);
    cr_assert_eq(value, 0x1p-1021, "a tie goes to even");
    text[N_DIGITS - 1] = '4';
    cr_assert_eq(rasimi_parse_double(text, strlen(text), &value), RASIMI_NUMBER_OK);
    cr_assert_eq(value, 0x1.fffffffffffffp-1022);
}

static void
expect_round_trip(double x, const char *text)
{
    double value = (double)NAN;
    cr_assert_eq(rasimi_parse_double(text, strlen(text), &value), RASIMI_NUMBER_OK, "'%s'", text);
    cr_assert_eq(bits_of(value), bits_of(x), "'%s' is %a, not %a", text, x, value);
}

/* A number and how it is written: to 17 digits, to many, or as money. */
typedef struct sample {
    double value;
    char text[400];
} sample;

#define N_SAMPLES 2000

static sample
make_sample(int kind, uint64_t word)
{
    sample s = {.value = (double)(int64_t)(word >> 30) / 256.0};
    if (kind % 4 < 2) {
        memcpy(&s.value, &word, sizeof word);
    }
    s.value = isfinite(s.value) ? s.value : 1.0;
    switch (kind % 4) {
        case 0:
            snprintf(s.text, sizeof s.text, "%.17g", s.value);
            break;
        case 1:
            snprintf(s.text, sizeof s.text, "%.40e", s.value);
            break;
        case 2:
            snprintf(s.text, sizeof s.text, "%.17g", s.value);
            break;
        default:
            snprintf(s.text, sizeof s.text, "%.8f", s.value);
            break;
    }
    return s;
}

Test(text, doubles_come_back)
{
    uint64_t seed = 0x6f1d2c77;
    for (int i = 0; i < 4 * N_SAMPLES; i++) {
        const sample s = make_sample(i, next_word(&seed));
        expect_round_trip(s.value, s.text);
    }
}

/* Both paths against the C library, on decimals as people and programs write them. */
Test(text, decimals_agree_with_the_c_library)
{
    uint64_t seed = 0x51c0ffee;
    for (int i = 0; i < 20000; i++) {
        const uint64_t word = next_word(&seed);
        char text[64];
        double value = (double)NAN;
        const int length = snprintf(text, sizeof text, "%" PRIu64 ".%" PRIu64 "e%d", (word >> 20) >> (word % 44),
                                    (word & 0xfffff) >> (word % 20), (int)(word >> 8 & 63) - 32);
        cr_assert_eq(rasimi_parse_double(text, (size_t)length, &value), RASIMI_NUMBER_OK, "'%s'", text);
        cr_assert_eq(bits_of(value), bits_of(strtod(text, NULL)), "'%s'", text);
    }
}

/* Makes a German locale in a folder of its own where none is installed; true where the comma rules now. */
static bool
switch_to_commas(void)
{
    char folder[] = P_tmpdir "/rasim-locale-XXXXXX", command[200];
    if (!setlocale(LC_NUMERIC, "de_DE.UTF-8") && mkdtemp(folder)) {
        snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >%s/log 2>&1", folder, folder);
        const bool made = system(command) == 0;
        setenv("LOCPATH", folder, 1);
        if (made) {
            (void)setlocale(LC_NUMERIC, "de_DE.UTF-8");
        }
        snprintf(command, sizeof command, "rm -r %s", folder);
        cr_assert_eq(system(command), 0);
    }
    return strcmp(localeconv()->decimal_point, ",") == 0;
}

Test(text, a_locale_with_commas_changes_nothing)
{
    static sample samples[N_SAMPLES];
    uint64_t seed = 0x2b8e91d4;
    for (int i = 0; i < N_SAMPLES; i++) {
        samples[i] = make_sample(i, next_word(&seed));
    }
    if (!switch_to_commas()) {
        RASIM_SKIP("no locale with a decimal comma is installed, and localedef cannot make one");
    }
    cr_assert_eq(strtod("1.5", NULL), 1.0, "the control: the C library's own reading has changed");
    double value = 77;
    cr_assert_eq(rasimi_parse_double("1,5", 3, &value), RASIMI_NUMBER_NOT);
    for (int i = 0; i < N_SAMPLES; i++) {
        expect_round_trip(samples[i].value, samples[i].text);
    }
}

Test(text, whole_numbers_are_plain_digits)
{
    static const struct {
        const char *text;
        rasimi_number_status status;
        uint64_t value;
    } cases[] = {
        {"0", RASIMI_NUMBER_OK, 0},
        {"7", RASIMI_NUMBER_OK, 7},
        {"1000000", RASIMI_NUMBER_OK, 1000000},
        {"18446744073709551615", RASIMI_NUMBER_OK, UINT64_MAX},
        {"18446744073709551616", RASIMI_NUMBER_RANGE, 0},
        {"18446744073709551620", RASIMI_NUMBER_RANGE, 0},
        {"99999999999999999999", RASIMI_NUMBER_RANGE, 0},
        {"100000000000000000000000", RASIMI_NUMBER_RANGE, 0},
        {"100000000000000000000000x", RASIMI_NUMBER_NOT, 0},
        {"", RASIMI_NUMBER_NOT, 0},
        {"1e4", RASIMI_NUMBER_NOT, 0},
        {"010", RASIMI_NUMBER_NOT, 0},
        {"00", RASIMI_NUMBER_NOT, 0},
        {"-1", RASIMI_NUMBER_NOT, 0},
        {"+1", RASIMI_NUMBER_NOT, 0},
        {"1.0", RASIMI_NUMBER_NOT, 0},
        {"1,000", RASIMI_NUMBER_NOT, 0},
        {"0x10", RASIMI_NUMBER_NOT, 0},
        {"950abc", RASIMI_NUMBER_NOT, 0},
        {"nan", RASIMI_NUMBER_NOT, 0},
        {" 1", RASIMI_NUMBER_NOT, 0},
        {"/", RASIMI_NUMBER_NOT, 0},
        {":", RASIMI_NUMBER_NOT, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint64_t value = 77;
        const rasimi_number_status status = rasimi_parse_uint64(cases[i].text, strlen(cases[i].text), &value);
        cr_assert_eq(status, cases[i].status, "'%s'", cases[i].text);
        cr_assert_eq(value, status == RASIMI_NUMBER_OK ? cases[i].value : 77, "'%s'", cases[i].text);
    }
}

Test(text, a_misspelt_name_finds_its_nearest)
{
    static const char *const names[] = {"sampling", "scale", "envelope", "sd", "price_surprise", "seed", "mean"};
    const size_t n = sizeof names / sizeof names[0];
    static const struct {
        const char *text;
        const char *found; /* NULL: nothing is near */
    } cases[] = {
        {"samplin", "sampling"},
        {"smapling", "sampling"},
        {"SAMPLING", "sampling"},
        {"Envelop", "envelope"},
        {"sede", "seed"},
        {"pricesurprise", "price_surprise"},
        {"price-surprise", "price_surprise"},
        {"maen", "mean"},
        {"sd", "sd"},
        {"ds", NULL},
        {"x", NULL},
        {"", NULL},
        {"quantile", NULL},
        {"scales_and_more", NULL},
        {"amplify", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const size_t nearest = rasimi_nearest(cases[i].text, names, n);
        cr_assert_eq(nearest < n, cases[i].found != NULL, "'%s'", cases[i].text);
        if (nearest < n) {
            cr_assert_str_eq(names[nearest], cases[i].found);
        }
    }
    cr_assert_eq(rasimi_nearest("a", NULL, 0), 0);
}

Test(text, of_two_near_names_the_nearer_then_the_first_is_found)
{
    static const char *const names[] = {"minimum_point", "minimum_pounds", "minimum_points", "minimum_paints"};
    cr_assert_eq(rasimi_nearest("minimum_points", names, 4), 2);
    cr_assert_eq(rasimi_nearest("minimum_pXints", names, 4), 2);
    cr_assert_eq(rasimi_nearest("minimum_poin", names, 4), 0);
}

Test(text, names_that_are_too_long_are_never_near)
{
    char name[400];
    memset(name, 'a', sizeof name);
    name[sizeof name - 1] = '\0';
    const char *const names[] = {name, "aaaa"};
    cr_assert_eq(rasimi_nearest(name, names, 2), 2);
    cr_assert_eq(rasimi_nearest("aaaa", names, 2), 1);
    name[64] = '\0';
    cr_assert_eq(rasimi_nearest(name, names, 2), 0);
}

Test(text, utf8_is_valid_or_its_first_bad_byte_is_told)
{
    static const struct {
        const char *bytes;
        size_t length;
        size_t bad; /* = length: valid */
    } cases[] = {
        {"", 0, 0},
        {"plain", 5, 5},
        {"\x7f", 1, 1},
        {"\xc2\x80\xdf\xbf", 4, 4},
        {"\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf", 12, 12},
        {"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", 8, 8},
        {"a\0b", 3, 1},
        {"\x80", 1, 0},
        {"ab\xbf", 3, 2},
        {"\xc0\xaf", 2, 0},
        {"\xc1\xbf", 2, 0},
        {"\xe0\x9f\xbf", 3, 0},
        {"\xf0\x8f\xbf\xbf", 4, 0},
        {"\xed\xa0\x80", 3, 0},
        {"\xed\xbf\xbf", 3, 0},
        {"\xf4\x90\x80\x80", 4, 0},
        {"\xf5\x80\x80\x80", 4, 0},
        {"\xff", 1, 0},
        {"\xfe", 1, 0},
        {"x\xc2", 2, 1},
        {"x\xe2\x82", 3, 1},
        {"x\xf0\x9f\x98", 4, 1},
        {"\xe2\x28\xa1", 3, 0},
        {"\xe2\x82\x28", 3, 0},
        {"\xc3\xa9\xa3", 3, 2},
        {"\xa3"
         "5",
         2, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t bad = cases[i].length;
        const bool valid = rasimi_utf8_valid(cases[i].bytes, cases[i].length, &bad);
        cr_assert_eq(valid, cases[i].bad == cases[i].length, "case %zu", i);
        cr_assert_eq(bad, cases[i].bad, "case %zu", i);
    }
}

/* Wherever the bad byte stands among good ones: words of eight bytes are looked at together. */
Test(text, bad_bytes_are_found_wherever_they_stand)
{
    static const unsigned char bad_bytes[] = {0x00, 0x80, 0xff};
    for (size_t b = 0; b < sizeof bad_bytes; b++) {
        for (size_t at = 0; at < 40; at++) {
            char bytes[40];
            size_t bad = 99;
            memset(bytes, at % 2 ? 0x01 : 0x7f, sizeof bytes);
            cr_assert(rasimi_utf8_valid(bytes, sizeof bytes, &bad));
            bytes[at] = (char)bad_bytes[b];
            cr_assert_not(rasimi_utf8_valid(bytes, sizeof bytes, &bad), "0x%02x at %zu", bad_bytes[b], at);
            cr_assert_eq(bad, at);
        }
    }
}

Test(text, characters_that_steer_a_terminal_are_known)
{
    static const struct {
        const char *text;
        unsigned code;
        size_t length;
    } cases[] = {
        {"\x01", 0x01, 1},
        {"\n", 0x0a, 1},
        {"\x1b[2J", 0x1b, 1},
        {"\x7f", 0x7f, 1},
        {" ", 0, 1},
        {"~", 0, 1},
        {"\xc2\x80", 0x80, 2},
        {"\xc2\x9b", 0x9b, 2},
        {"\xc2\x9f", 0x9f, 2},
        {"\xc2\xa0", 0, 2},
        {"£", 0, 2},
        {"\xd8\x9b", 0, 2},
        {"\xd8\x9c", 0x61c, 2},
        {"\xd8\x9d", 0, 2},
        {"\xe2\x80\x8d", 0, 3},
        {"\xe2\x80\x8e", 0x200e, 3},
        {"\xe2\x80\x8f", 0x200f, 3},
        {"\xe2\x80\x90", 0, 3},
        {"\xe2\x80\xa7", 0, 3},
        {"\xe2\x80\xa8", 0x2028, 3},
        {"\xe2\x80\xae", 0x202e, 3},
        {"\xe2\x80\xaf", 0, 3},
        {"\xe2\x81\xa5", 0, 3},
        {"\xe2\x81\xa6", 0x2066, 3},
        {"\xe2\x81\xa9", 0x2069, 3},
        {"\xe2\x81\xaa", 0, 3},
        {"\xf0\x9f\x91\xb5", 0, 4},
        {"\x9b[2J", 0, 1},
        {"\xc2", 0, 1},
        {"\xe2\x80", 0, 1},
        {"\xff", 0, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t length = 0;
        cr_assert_eq(rasimi_steering(cases[i].text, strlen(cases[i].text), &length), cases[i].code, "case %zu", i);
        cr_assert_eq(length, cases[i].length, "case %zu", i);
    }
}

Test(text, a_buffer_grows_and_stays_terminated)
{
    rasimi_buffer buffer = {0};
    rasimi_buffer_add(&buffer, "", 0);
    cr_assert_str_eq(buffer.data, "");
    for (int i = 0; i < 5000; i++) {
        rasimi_buffer_add(&buffer, "abc", 3);
        rasimi_buffer_printf(&buffer, "%d", i % 10);
        cr_assert_eq(buffer.data[buffer.length], '\0');
    }
    cr_assert_eq(buffer.length, 20000);
    cr_assert_eq(strncmp(buffer.data + 4 * 123, "abc3abc4", 8), 0);
    cr_assert_not(buffer.failed);
    rasimi_buffer_clear(&buffer);
    rasimi_buffer_clear(&buffer);
    cr_assert(buffer.data == NULL && buffer.length == 0);
}

Test(text, a_buffer_that_failed_takes_no_more)
{
    rasimi_buffer buffer = {0};
    rasimi_buffer_add(&buffer, "kept", 4);
    rasimi_buffer_add(&buffer, "x", SIZE_MAX / 2);
    cr_assert(buffer.failed);
    rasimi_buffer_add(&buffer, "x", 1);
    rasimi_buffer_printf(&buffer, "%s", "x");
    cr_assert_str_eq(buffer.data, "kept");
    rasimi_buffer_clear(&buffer);
    cr_assert_not(buffer.failed);
}

/* Every byte of a text, its length and what came before it count, at each of the lengths that are read otherwise. */
Test(text, hashes_differ_where_anything_does)
{
    enum { LONGEST = 20 };
    char text[LONGEST + 1];
    for (size_t length = 0; length <= LONGEST; length++) {
        memset(text, 'a', sizeof text);
        const uint64_t hash = rasimi_text_hash(0, text, length);
        cr_assert(hash == rasimi_text_hash(0, text, length));
        cr_assert(hash != rasimi_text_hash(1, text, length), "length %zu", length);
        cr_assert(length == 0 || hash != rasimi_text_hash(0, text, length - 1), "length %zu", length);
        for (size_t i = 0; i < sizeof text; i++) {
            text[i] = 'b';
            cr_assert((hash != rasimi_text_hash(0, text, length)) == (i < length), "length %zu, byte %zu", length, i);
            text[i] = 'a';
        }
    }
}
