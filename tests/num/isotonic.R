# SPDX-License-Identifier: GPL-3.0-or-later
# Makes isotonic_fixture.h: rising fits by R's isoreg. Rscript isotonic.R > isotonic_fixture.h
# Weights are whole, so that a weighted fit is isoreg's of the values repeated.
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20270401)

fit <- function(values, weights) {
  at <- rep(seq_along(values), weights)
  isoreg(seq_along(at), values[at])$yf[match(seq_along(values), at)]
}
numbers <- function(x) paste(sprintf("%.17g", x), collapse = ", ")

cat("/* SPDX-License-Identifier: GPL-3.0-or-later */\n")
cat("/* Rising fits by isoreg of R", as.character(getRversion()), "; made by isotonic.R. */\n", sep = " ")
cat("enum { ISOTONIC_N = 12 };\n")
cat("static const struct {\n    double values[ISOTONIC_N], weights[ISOTONIC_N], fitted[ISOTONIC_N];\n}")
cat(" isotonic_cases[] = {\n")
cases <- list(list(sort(round(runif(12, 0, 900), 2)), rep(1, 12)), list(rev(sort(round(runif(12, 0, 900), 2))), rep(1, 12)))
for (i in 1:6) cases[[length(cases) + 1]] <- list(round(100 * (1:12) / i + rnorm(12, 0, 150), 2), sample(1:9, 12, TRUE))
cases[[length(cases) + 1]] <- list(c(5, 5, 3, 3, 3, 8, 8, 1, 9, 9, 9, 2), rep(c(1, 4, 2), 4))
for (case in cases) {
  cat("    {{", numbers(case[[1]]), "},\n     {", numbers(case[[2]]), "},\n     {",
      numbers(fit(case[[1]], case[[2]])), "}},\n", sep = "")
}
cat("};\n")
