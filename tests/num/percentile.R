# SPDX-License-Identifier: GPL-3.0-or-later
# Makes percentile_fixture.h: quantiles by R's quantile (type 5) and mid-ranks by its rank and approx.
# Rscript percentile.R > percentile_fixture.h
# Weights are whole; a weighted value's place is the middle of its copies, between which approx is straight.
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20270402)
numbers <- function(x) paste(sprintf("%.17g", x), collapse = ", ")
ranks <- c(0, 0.01, 0.05, 0.1, 0.25, 1 / 3, 0.5, 0.6, 0.75, 0.9, 0.99, 1)

at <- function(values, weights) {
  middle <- (cumsum(weights) - weights / 2) / sum(weights)
  approx(middle, values, ranks, rule = 2)$y
}
cat("/* SPDX-License-Identifier: GPL-3.0-or-later */\n")
cat("/* Quantiles by quantile(type = 5) and approx, mid-ranks by rank, of R", as.character(getRversion()),
    "; made by percentile.R. */\n", sep = " ")
cat("enum { PERCENTILE_N = 15, PERCENTILE_RANKS = 12 };\n")
cat("static const double percentile_ranks[PERCENTILE_RANKS] = {", numbers(ranks), "};\n", sep = "")
cat("static const struct {\n    double values[PERCENTILE_N], weights[PERCENTILE_N], at[PERCENTILE_RANKS],",
    "mid[PERCENTILE_N];\n} percentile_cases[] = {\n")
for (i in 1:6) {
  values <- sort(if (i %% 2) round(rlnorm(15, 5, 0.8), 2) else sample(0:9, 15, TRUE) * 10)
  weights <- if (i < 4) rep(1, 15) else sample(1:9, 15, TRUE)
  found <- if (i < 4) quantile(values, ranks, type = 5, names = FALSE) else at(values, weights)
  copies <- rep(values, weights)
  mid <- (rank(copies)[match(values, copies)] - 0.5) / length(copies)
  cat("    {{", numbers(values), "},\n     {", numbers(weights), "},\n     {", numbers(found), "},\n     {",
      numbers(mid), "}},\n", sep = "")
}
cat("};\n")
