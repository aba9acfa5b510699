#!/usr/bin/Rscript
# SPDX-License-Identifier: GPL-3.0-or-later
# Generalised Pareto fits by R alone, for tests/num/test_gpd_fit.c: the likelihood as the textbook has it, maximised by
# nlminb within the range of shapes from several starts; standard errors from the Hessian of optimHess. Prints one row a
# data set: shape, scale, log-likelihood, and the two standard errors.
#
# usage: Rscript gpd_fit.R

# McNeil (1997), ASTIN Bulletin 27, 117-137: Danish fire losses 1980-1990, million kroner, those above 10.
danish <- c(
    10.01112, 10.0723, 10.13717, 10.17802, 10.18482, 10.20408, 10.2228, 10.27001, 10.5, 10.58425, 10.7, 10.82045,
    10.8252, 10.99835, 11.12347, 11.13173, 11.37482, 11.43159, 11.59555, 11.62304, 11.68501, 11.71303, 11.80124,
    11.89061, 12.054, 12.05937, 12.225, 12.37624, 12.46559, 12.52319, 12.53616, 12.63181, 12.7011, 12.80186, 12.89515,
    13.20132, 13.34816, 13.5, 13.62079, 13.62304, 14.01355, 14.12208, 14.239, 14.29319, 14.3, 14.39458, 14.39458,
    14.6789, 14.85149, 15.28465, 15.81152, 15.88287, 15.92628, 16.08806, 16.3, 16.41526, 16.44166, 16.88312, 17.06847,
    17.56955, 17.73927, 17.74349, 18.32208, 18.42413, 18.55288, 18.62828, 18.64648, 18.84817, 19.07028, 19.1623,
    19.26568, 19.4, 19.47291, 20.04994, 20.45253, 20.82673, 20.86367, 20.96986, 21.96193, 22.13757, 22.25823, 23.28386,
    24.55546, 24.57853, 24.97027, 25.28838, 25.95386, 26.21464, 27.26259, 27.33807, 27.82931, 28.63036, 29.02604,
    29.03711, 31.0559, 32.38781, 32.46753, 34.14155, 38.15439, 42.09145, 46.5, 47.01952, 50.06553, 56.22543, 57.41064,
    65.70749, 144.6576, 152.4132, 263.2504)

minus_log_likelihood <- function(parameters, x, w) {
    shape <- parameters[1]
    scale <- exp(parameters[2])
    t <- 1 + shape * x / scale
    if (any(t <= 0)) return(1e10)
    if (abs(shape) < 1e-9) return(sum(w * (log(scale) + x / scale)))
    sum(w * (log(scale) + (1 + 1 / shape) * log(t)))
}

fit <- function(name, x, w = rep(1, length(x)), least = -0.5, most = 0.5) {
    starts <- seq(max(least, -0.4), min(most, 0.4), length.out = 5)
    fits <- lapply(starts, function(shape)
        nlminb(c(shape, log(mean(x))), minus_log_likelihood, x = x, w = w, lower = c(least, -Inf),
               upper = c(most, Inf), control = list(rel.tol = 1e-15, x.tol = 1e-14, eval.max = 5000, iter.max = 5000)))
    best <- fits[[which.min(sapply(fits, function(f) f$objective))]]
    scale <- exp(best$par[2])
    natural <- function(p, ...) minus_log_likelihood(c(p[1], log(p[2])), ...)
    hessian <- optimHess(c(best$par[1], scale), natural, x = x, w = w)
    se <- if (best$par[1] > least && best$par[1] < most) sqrt(diag(solve(hessian))) else c(0, 0)
    cat(sprintf("%-22s %.9f, %.9g, %.10g, %.6g, %.6g\n", name, best$par[1], scale, -best$objective, se[1], se[2]))
}

grid <- function(n) (seq_len(n) - 0.5) / n

fit("danish over 10", danish[danish > 10] - 10)
fit("danish over 20", danish[danish > 20] - 20, most = 0.9)
fit("danish over 20, held", danish[danish > 20] - 20)
fit("lognormal", 100 * exp(qnorm(grid(200))))
fit("lognormal, weighted", 100 * exp(qnorm(grid(200))), 1 + seq_len(200) %% 3)
fit("exponential", -400 * log(1 - grid(150)))
fit("uniform", 7 * grid(60))
fit("half normal", 50 * qnorm(0.5 + 0.5 * grid(80)))
fit("ten of a Weibull", 300 * (-log(1 - grid(10)))^0.7)
fit("ten of a Pareto", grid(10)^-3)

# The bootstrap: sds and correlation of 2,000 refits to resamples of the lognormal data.
set.seed(1)
x <- 100 * exp(qnorm(grid(200)))
refits <- t(replicate(2000, {
    y <- sample(x, replace = TRUE)
    par <- nlminb(c(0.1, log(mean(y))), minus_log_likelihood, x = y, w = rep(1, 200), lower = c(-0.5, -Inf),
                  upper = c(0.5, Inf))$par
    c(par[1], exp(par[2]))
}))
cat(sprintf("bootstrap: sds %.4f and %.2f, correlation %.3f\n", sd(refits[, 1]), sd(refits[, 2]),
            cor(refits[, 1], refits[, 2])))
