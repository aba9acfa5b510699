/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why net spend is what it is, as the statement prints it. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/why_tables.h"

/* What a printer writes, line breaks and runs of blanks turned into one blank. */
typedef struct sheet {
    cli_page page;
    char *text;
    size_t size;
} sheet;

static void
begin(sheet *self)
{
    self->page = (cli_page){.width = 100, .utf8 = false};
    self->page.stream = open_memstream(&self->text, &self->size);
}

static void
end(sheet *self)
{
    fclose(self->page.stream);
    char *out = self->text;
    for (const char *in = self->text; *in; in++) {
        const char c = *in == '\n' ? ' ' : *in;
        if (c != ' ' || out == self->text || out[-1] != ' ')
            *out++ = c;
    }
    *out = '\0';
}

static void
expect_text(const sheet *self, const char *text)
{
    cr_assert_not_null(strstr(self->text, text), "no '%s' in:\n%s", text, self->text);
}

static rasim_source sources[] = {
    {"price: home", {0.61249, 0.6, 0.62}, {0.7, 0.65, 0.75}, true, -1234499, 1299500, 10204},
    {"each person's need", {0.25, 0.2, 0.3}, {0.25, 0.2, 0.3}, false, -400, 400, (double)NAN},
    {"practice", {0.1, 0.05, 0.15}, {0.1, 0.05, 0.15}, true, -90000, 95000, 1000},
    {"leniency", {0.0005, 0, 0.001}, {0.0005, 0, 0.001}, true, -50, 60, 10},
};

Test(why, the_spread_says_who_has_which_share_and_what_does_not_average_out)
{
    rasim_spread_of of = {"Bands", 1e6, 4, sources};
    const rasim_spread spread = {.replicates = 256, .n_designs = 1, .designs = &of};
    sheet self;
    begin(&self);
    print_spread_table(&self.page, &spread, 0, false);
    end(&self);
    expect_text(&self, "price: home 61.2 +-1.0 70.0 +-5.0 -1,234 +1,300 +-20");
    expect_text(&self, "each person's need 25.0 +-5.0 25.0 +-5.0 0 0 practice");
    expect_text(&self, "there are: price: home; practice.");
    expect_text(&self, "1 smaller source is in the files.");
    cr_assert_null(strstr(self.text, "leniency"));
    free(self.text);
}

Test(why, there_is_no_table_without_a_spread)
{
    sheet self;
    begin(&self);
    print_spread_table(&self.page, NULL, 0, true);
    end(&self);
    cr_assert_str_empty(self.text);
    free(self.text);
}

Test(why, what_tips_it_is_said_in_words_either_way)
{
    rasim_reverse_of of = {
        .price = {RASIM_TIPS, 0.0316, 0.029, 0.0349},
        .has_demand = true,
        .demand = {RASIM_TIPS, -0.125, -0.15, -0.1},
        .scale = {.found = RASIM_NEVER_INSIDE},
    };
    const rasim_reverse reverse = {.replicates = 256, .level = 0.95, .n_designs = 1, .designs = &of};
    sheet self;
    begin(&self);
    print_reverse(&self.page, &reverse, 0, false);
    end(&self);
    expect_text(&self, "Prices 3.2 % higher (2.9 to 3.5) than simulated would leave it an even chance.");
    expect_text(&self, "People who start care, 12.5 % fewer (10.0 to 15.0) than simulated");
    expect_text(&self, "There is no scale of allocations, from half to one and a half times these, at which it would "
                       "be 95 % sure: need must be met");
    free(self.text);
}

/* Of several years the chance is that of staying inside in all of them. */
Test(why, what_tips_several_years_says_that_it_is_about_every_one)
{
    rasim_reverse_of of = {.price = {RASIM_TIPS, 0.0316, 0.029, 0.0349},
                           .has_demand = true,
                           .demand = {.found = RASIM_ALWAYS_INSIDE},
                           .scale = {RASIM_TIPS, -0.02, -0.03, -0.01}};
    const rasim_reverse reverse = {.replicates = 256, .level = 0.95, .n_designs = 1, .designs = &of};
    sheet self;
    begin(&self);
    print_reverse(&self.page, &reverse, 0, true);
    end(&self);
    expect_text(&self, "than simulated would leave it an even chance of staying inside in every year.");
    expect_text(&self, "the chance of staying inside in every year is better than even.");
    expect_text(&self, "it would be 95 % sure of staying inside in every year.");
    free(self.text);
}

Test(why, the_tail_shows_areas_at_the_highest_level_and_pools_where_there_is_one_area)
{
    rasim_tail_part areas[] = {{"Older people", 4500600, 20000, 5000000, 30000}, {"Others", -500600, 20000, 0, 30000}};
    rasim_tail tails[2] = {{.level = 0.5},
                           {.level = 0.95, .at_gbp = 4000000, .beyond_gbp = 5000000, .n_areas = 2, .areas = areas}};
    for (size_t i = 0; i < RASIM_N_TAIL_POOLS; i++)
        tails[1].pools[i].name = "a pool";
    const rasim_year_summary year = {.n_levels = 2, .tails = tails};
    sheet self;
    begin(&self);
    print_tail_table(&self.page, &year);
    end(&self);
    expect_text(&self, "Older people +4,501 +-39 +5,000 +-59 Others -501 +-39 0 +-59 Together +4,000 +5,000");
    expect_text(&self, "about its 95 % level");
    cr_assert_null(strstr(self.text, "a pool"));
    free(self.text);
    tails[1].n_areas = 1;
    begin(&self);
    print_tail_table(&self.page, &year);
    end(&self);
    expect_text(&self, "a pool");
    free(self.text);
}

/* What is shown adds up as it stands: 1,000.4 + 0.4 + 0.4 thousand is 1,001.2, so one of the two steps shows 1. */
Test(why, the_waterfall_adds_up_as_it_is_shown)
{
    rasim_bar_to_level levels[] = {{0.5, 0, 0, 0}, {0.95, 20400, 19400, 22400}};
    rasim_waterfall_of of[] = {
        {.period = "1", .n_bars = 0},
        {.period = NULL,
         .mean_gbp = 1001200,
         .mean_se = 10204,
         .n_bars = 3,
         .bars = {{RASIM_BAR_TODAY, 1000400, 510, (double)NAN, (double)NAN, (double)NAN, (double)NAN},
                  {RASIM_BAR_RAS, 400, 510, -5000, 1020, 5400, 1020},
                  {RASIM_BAR_INCOME, 400, 0, 100, 0, 300, 0}},
         .n_levels = 2,
         .to_level = levels},
    };
    const rasim_waterfall waterfall = {.replicates = 256, .n_designs = 1, .n_periods = 2, .of = of};
    sheet self;
    begin(&self);
    print_waterfall(&self.page, &waterfall, 0);
    end(&self);
    expect_text(&self, "to net spend, all years together");
    expect_text(&self, "Today's packages 1,000 +-1 This RAS (indicative) +1 +-1 -5 +-2 +5 Income");
    expect_text(&self, "Income and what is not spent 0 +-0 0 +-0 - Net spend, expected 1,001 +-20 "
                       "To be 95 % sure +21 +-2 Net spend at 95 % 1,022");
    free(self.text);
}
