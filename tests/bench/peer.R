# SPDX-License-Identifier: GPL-3.0-or-later
# The base model as an analyst would write it in vectorised R: the second peer of scripts/bench. What is simulated stands
# in peer.py, which also makes the file. usage: Rscript peer.R FILE REPLICATES SEED
arguments <- commandArgs(trailingOnly = TRUE)
path <- arguments[1]
count <- as.integer(arguments[2])
set.seed(as.integer(arguments[3]))

areas <- 8
table <- matrix(readBin(path, "double", file.size(path) / 8), ncol = 5)
cost <- table[, 1]
allocation <- table[, 2]
log_sd <- table[, 3]
contribution <- table[, 4]
area <- table[, 5] + 1
variance <- log1p((0.03 / 1.05)^2)

replicate_sums <- function() {
  surprise <- exp(rnorm(areas, -variance / 2, sqrt(variance)))[area]
  need <- cost * 1.05 * exp(log_sd * rnorm(length(cost)) - log_sd^2 / 2)
  outside <- need > 1000
  gap <- need - allocation
  uplift <- ifelse(!outside & gap > 0.1 * allocation, gap, 0)
  trim <- ifelse(!outside & gap < -0.1 * allocation, -0.5 * gap, 0)
  indicative <- ifelse(outside, 0, allocation)
  high <- ifelse(outside, need, 0)
  final <- (indicative + uplift - trim + high) * surprise
  paid <- pmin(contribution, final)
  rowsum(cbind(indicative, uplift, trim, high, paid, final - paid, outside), area)
}

start <- sum(proc.time()[1:2])
net <- vapply(seq_len(count), function(r) sum(replicate_sums()[, 6]) * 52, 0)
seconds <- sum(proc.time()[1:2]) - start
cat(sprintf("part=r people=%d replicates=%d seconds=%.6f person_years_per_s=%.6g mean=%.9g sd=%.9g p95=%.9g\n", length(cost), count,
            seconds, length(cost) * count / seconds, mean(net), sd(net), sort(net)[ceiling(0.95 * count)]))
