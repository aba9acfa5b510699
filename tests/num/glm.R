# SPDX-License-Identifier: GPL-3.0-or-later
# Makes glm_fixture.h: coefficients by R's glm(family = Gamma("log")) and lm of the logarithm, weighted, with an offset.
# 200 steps are taken one by one: where the deviance has settled, coefficients are not yet known to eight digits.
# Rscript glm.R > glm_fixture.h
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20270403)
numbers <- function(x) paste(sprintf("%.17g", x), collapse = ", ")
n <- 40
cat("/* SPDX-License-Identifier: GPL-3.0-or-later */\n")
cat("/* Gamma and lognormal fits by glm and lm of R", as.character(getRversion()), "; made by glm.R. */\n", sep = " ")
cat("enum { GLM_N = 40, GLM_K = 4 };\n")
cat("static const struct {\n    double x[GLM_N * GLM_K], y[GLM_N], weights[GLM_N], offset[GLM_N], gamma[GLM_K], ",
    "lognormal[GLM_K], smearing;\n} glm_cases[] = {\n", sep = "")
for (i in 1:5) {
  x <- cbind(1, sample(0:1, n, TRUE), round(rnorm(n), 3), sample(0:3, n, TRUE))
  eta <- as.vector(x %*% c(4.5, 0.6, -0.3, 0.4))
  y <- round(exp(eta) * (if (i < 4) rgamma(n, 3, 3) else rlnorm(n, 0, 1.2)), 2) + 0.01
  weights <- if (i == 1) rep(1, n) else round(runif(n, 0.5, 60), 2)
  offset <- if (i < 3) rep(0, n) else round(rnorm(n, 0, 0.3), 3)
  start <- coef(lm(log(y) ~ x - 1))
  for (step in 1:200) {
    gamma <- suppressWarnings(glm(y ~ x - 1, family = Gamma("log"), weights = weights, offset = offset, start = start,
                                  control = glm.control(maxit = 1)))
    start <- coef(gamma)
  }
  log_fit <- lm(I(log(y) - offset) ~ x - 1, weights = weights)
  cat("    {{", numbers(t(x)), "},\n     {", numbers(y), "},\n     {", numbers(weights), "},\n     {",
      numbers(offset), "},\n     {", numbers(coef(gamma)), "},\n     {", numbers(coef(log_fit)), "},\n     ",
      numbers(weighted.mean(exp(resid(log_fit)), weights)), "},\n", sep = "")
}
cat("};\n")
