# SPDX-License-Identifier: GPL-3.0-or-later
# Fits the three regressions of this scenario to its caseload and prints the rows under `allocation`.
# usage: rasim generate scenarios/face/people.recipe.yaml --out people.csv; Rscript scenarios/face/fit.R people.csv
people <- read.csv(commandArgs(trailingOnly = TRUE)[1], check.names = FALSE, stringsAsFactors = FALSE)
domains <- c("washing and dressing", "eating and drinking", "keeping safe", "nights", "going out")
points <- c(none = 0, some = 1, much = 2, constant = 3)
remains <- c(none = 1, some = 0.9, most = 0.8) # the carer rule of the designs
multiplier <- ifelse(people$carer_consent == "yes", remains[people$carer_support], 1)
x <- as.data.frame(lapply(domains, function(d) points[people[[d]]] * multiplier))
names(x) <- c("wash", "eat", "safe", "night", "out")
x$cost <- people$weekly_cost
x$group <- people$care_group

additive <- log(cost) ~ wash + eat + safe + night + out
compound <- update(additive, . ~ . + wash:night + safe:night)

row <- function(fit, group = NULL) {
    b <- coef(fit)
    cat("  - ", if (!is.null(group)) sprintf("care_group: %s\n    ", group), sprintf("intercept: %.3f\n", b[1]), sep = "")
    cat(sprintf("    smearing: %.3f\n    coefficients:\n", mean(exp(residuals(fit)))))
    cat(sprintf("      - {domain: %s, per_point: %.3f}\n", domains, b[2:6]), sep = "")
    if (length(b) > 6) {
        cat("    interactions:\n")
        cat(sprintf("      - {a: %s, b: nights, coefficient: %.3f}\n", domains[c(1, 3)], b[7:8]), sep = "")
    }
    cat(sprintf("    # R2 of log cost %.2f, residual sd %.2f\n", summary(fit)$r.squared, summary(fit)$sigma))
}

cat("additive.yaml\n")
row(lm(additive, x))
cat("generic.yaml\n")
row(lm(compound, x))
cat("by-group.yaml\n")
for (g in unique(x$group)) row(lm(compound, x[x$group == g, ]), g)
