# The tables about results: change, reliable change, norms, what lasts, groups, yes and no, and goals.

GROUP <- c("service", "period", "s", "respondent")
ATTAINMENT <- c("fully", "largely", "slightly", "not_at_all")
SEXES <- c("female", "male", "other", "missing")
WAYS <- c("yes_yes", "yes_no", "no_yes", "no_no")

named <- function(rows) rows[, `:=`(instrument = scales$instrument[s], scale = scales$scale[s])][]

# Hedges' correction (1981).
hedges <- function(m) exp(lgamma(m / 2) - lgamma((m - 1) / 2)) / sqrt(m / 2)

better <- function() {
  rows <- closed_pairs[, .(
    pairs = sum(!is.na(outcome)), better = sum(outcome == 1, na.rm = TRUE),
    unchanged = sum(outcome == 0, na.rm = TRUE), worse = sum(outcome == -1, na.rm = TRUE)
  ), by = GROUP]
  rows[, step := scales$step[s]]
  with_share(rows, "better", "pairs", c("share_better", "low", "high"))
  named(with_share(rows, "worse", "pairs", c("share_worse", "worse_low", "worse_high")))
}

change <- function() {
  rows <- closed_pairs[, .(started = sum(!is.na(start)), ended = sum(!is.na(end)), pairs = sum(!is.na(change))), by = GROUP]
  both <- closed_pairs[!is.na(change)]
  sums <- both[, .(
    mean_start = mean(start), sd_start = sd(start), mean_end = mean(end), sd_end = sd(end),
    change = mean(change), sd = sd(change), median_change = median(change)
  ), by = GROUP]
  moved <- both[gain != 0][, rank := frank(abs(gain)), by = GROUP]
  ranks <- moved[, .(rank_biserial = sum(rank * sign(gain)) / sum(rank)), by = GROUP]
  rows <- joined(joined(rows, sums, GROUP), ranks, GROUP)
  with_effects(named(rows)[, sign := scales$sign[s]])
}

# Intervals and effects (Cumming 2012; Lakens 2013; Algina & Keselman 2003), without what needs more pairs.
with_effects <- function(rows) {
  sums <- c("mean_start", "sd_start", "mean_end", "sd_end", "change", "sd", "median_change", "rank_biserial")
  rows[pairs == 0 | pairs < 0.4 * started, (sums) := NA_real_]
  rows[!is.na(change) & pairs > 1, margin := qt(0.975, pairs - 1) * sd / sqrt(pairs)]
  rows[, `:=`(low = change - margin, high = change + margin, s_av = sqrt((sd_start^2 + sd_end^2) / 2))]
  rows[!is.na(margin) & pairs >= 10 & s_av > 0 & sd > 0, `:=`(d_av = sign * change / s_av, d_z = sign * change / sd)]
  rows[!is.na(d_av), j := fifelse(pairs < 50, hedges(pairs - 1), 1)]
  rows[, `:=`(
    effect = d_av * j, effect_low = (d_av - margin / s_av) * j, effect_high = (d_av + margin / s_av) * j,
    effect_name = fifelse(is.na(d_av), NA_character_, fifelse(pairs < 50, "g_av", "d_av")),
    squared = change^2 / (sd^2 / pairs)
  )]
  rows[!is.na(d_av), eta2_partial := squared / (squared + pairs - 1)]
  band <- function(value) findInterval(abs(value), c(0.2, 0.5, 0.8))
  words <- c("very_small", "small", "moderate", "large")
  rows[, label := fifelse(effect_low <= 0 & effect_high >= 0, "uncertain", words[band(effect) + 1])]
  far <- abs(band(rows$effect_low) - band(rows$effect_high)) >= 2
  rows[pairs < 0.6 * started | (label != "uncertain" & far), label := NA_character_][]
}

reliable_change <- function() {
  known <- scales[, .(s, cutoff, cutoff_female, needed = fcoalesce(reliable, 1.96 * sqrt(2) * sd * sqrt(1 - reliability)))]
  both <- known[!is.na(needed)][closed_pairs, on = "s", nomatch = NULL]
  both[, own := cutoff][sex == "female", own := fcoalesce(cutoff_female, cutoff)]
  both[, `:=`(before = sign * round(start - own, 9), after = sign * round(end - own, 9), up = gain >= needed)]
  rows <- both[, .(
    needed = needed[1], cut = !is.na(cutoff[1]) | !is.na(cutoff_female[1]), pairs = sum(!is.na(gain)),
    up = sum(up, na.rm = TRUE), deteriorated = sum(gain <= -needed, na.rm = TRUE),
    recovered = sum(up & before <= 0 & after > 0, na.rm = TRUE),
    functional_at_start = sum(!is.na(gain) & before > 0, na.rm = TRUE)
  ), by = GROUP]
  rows[, `:=`(improved = up - recovered, unchanged = pairs - up - deteriorated)]
  named(rows[cut == FALSE, `:=`(recovered = NA, functional_at_start = NA)])
}

# Two means by Welch (1947).
unequal <- function(rows, mean, sd, n, mean0, sd0, n0) {
  a <- sd^2 / n
  b <- sd0^2 / n0
  margin <- fifelse(a + b > 0, qt(0.975, (a + b)^2 / (a^2 / (n - 1) + b^2 / (n0 - 1))) * sqrt(a + b), 0)
  rows[, `:=`(difference = mean - mean0, low = mean - mean0 - margin, high = mean - mean0 + margin)][]
}

norms <- function() {
  found <- scored[occasion %chin% c("start", "end")][, period := episodes$closed_in[row]]
  found <- named(found[!is.na(period), .(n = .N, mean = mean(score), sd = sd(score)), by = c(GROUP, "occasion")])
  known <- read("norms", list(character = c("instrument", "scale", "norm"), numeric = c("mean", "sd", "n")))
  setnames(known, c("mean", "sd", "n"), c("norm_mean", "norm_sd", "norm_n"))
  rows <- known[found, on = .(instrument, scale), nomatch = NULL, allow.cartesian = TRUE]
  fixed <- is.na(rows$norm_sd) | is.na(rows$norm_n)
  suppressWarnings(unequal(rows, rows$mean, rows$sd, rows$n, rows$norm_mean, rows$norm_sd, rows$norm_n))
  margin <- suppressWarnings(qt(0.975, rows$n - 1)) * rows$sd / sqrt(rows$n)
  rows[fixed, `:=`(low = difference - margin[fixed], high = difference + margin[fixed])]
  rows[n == 1, `:=`(low = NA, high = NA)][]
}

# Whether the window of the follow-up has opened.
eligible <- function(closed, months) as.integer(months_later(closed, months)) - 30L <= as.integer(as_of)

# Every eligible episode with its scores at start, at end and at the latest follow-up of each kind.
lasting <- function() {
  names <- c(PAIR, "months_after")
  after <- unique(scored[occasion == "after"][order(date, na.last = FALSE)], by = names, fromLast = TRUE)
  after <- setnames(after[, c(names, "score"), with = FALSE], "score", "after")
  asked <- unique(measured[occasion == "after", .(service, instrument, respondent, months_after)])
  asked <- scales[, .(s, instrument)][asked, on = "instrument", allow.cartesian = TRUE][, instrument := NULL]
  both <- asked[pairs[, c(PAIR, "service", "start", "end"), with = FALSE], on = c("service", "s", "respondent"),
    nomatch = NULL, allow.cartesian = TRUE]
  both <- merge(both[, service := NULL], after, by = names, all = TRUE)
  both[, `:=`(service = episodes$service[row], closed = episodes$closed[row], period = episodes$closed_in[row])]
  both <- both[!is.na(closed)]
  both[, `:=`(sign = scales$sign[s], step = scales$step[s], counts = eligible(closed, months_after))]
  both[, three := counts & !is.na(start) & !is.na(end) & !is.na(after)]
  both[, rose := three & round(sign * (end - start), 9) >= step]
  both[, stayed := rose & round(sign * (after - start), 9) >= step]
  both[, last := fcoalesce(after, end, start)]
  rows <- both[, .(
    reached = sum(counts & !is.na(after)), triples = sum(three),
    mean_start = mean(start[three]), mean_end = mean(end[three]), mean_after = mean(after[three]),
    better_at_end = sum(rose, na.rm = TRUE), kept = sum(stayed, na.rm = TRUE),
    mean_start_reached = mean(start[counts & !is.na(after)], na.rm = TRUE),
    mean_start_lost = mean(start[counts & is.na(after)], na.rm = TRUE),
    carried_forward = mean((last - start)[counts], na.rm = TRUE),
    no_change = mean(fifelse(is.na(after), 0, after - start)[counts & !is.na(start)])
  ), by = c(GROUP, "months_after")]
  times <- unique(asked[, .(service, months_after)])
  closed <- times[episodes[!is.na(closed), .(service, period = closed_in, closed)], on = "service",
    nomatch = NULL, allow.cartesian = TRUE]
  closed <- closed[, .(eligible = sum(eligible(closed, months_after)), closed = .N), by = c(KEYS, "months_after")]
  named(joined(rows, closed, c(KEYS, "months_after")))
}

# Every two groups of `sex`, the only split the peers know.
groups <- function() {
  moved <- closed_pairs[!is.na(gain)][, group := fcoalesce(sex, "missing")]
  found <- moved[, .(n = .N, mean = mean(sign * change), sd = sd(sign * change), gains = list(gain)), by = c(GROUP, "group")]
  found <- found[n >= 10][, place := match(group, SEXES)]
  other <- setnames(copy(found), c("group", "n", "mean", "sd", "gains", "place"),
    c("against", "against_n", "mean0", "sd0", "gains0", "place0"))
  rows <- other[found, on = GROUP, nomatch = NULL, allow.cartesian = TRUE][place < place0]
  unequal(rows, rows$mean, rows$sd, rows$n, rows$mean0, rows$sd0, rows$against_n)
  rows[, m := n + against_n - 2][, pooled := sqrt(((n - 1) * sd^2 + (against_n - 1) * sd0^2) / m)]
  rows[pooled > 0, g := (mean - mean0) / pooled * hedges(m)]
  rows[, `:=`(by = "sex", delta = mapply(cliff, gains, gains0))]
  named(rows)
}

# Cliff's delta from the ranks of both together.
cliff <- function(one, other) {
  n <- as.numeric(length(one))
  2 * (sum(frank(c(one, other))[seq_along(one)]) - n * (n + 1) / 2) / (n * length(other)) - 1
}

# Bonett & Price 2012; McNemar 1947, exact.
yes_no <- function() {
  asked <- variables[type == "yes_no" & occasion %chin% c("opening", "closing")]
  twice <- asked[, .N, by = .(service, variable)][N == 2, .(service, variable)]
  found <- values[type == "yes_no"]
  both <- found[occasion == "opening", .(row, variable, before = value)][
    found[occasion == "closing" & !is.na(period), .(row, variable, service, period, after = value)],
    on = .(row, variable), nomatch = NULL]
  counts <- both[, c(.(pairs = .N), lapply(setNames(WAYS, WAYS), function(way) sum(paste0(before, "_", after) == way))),
    by = c(KEYS, "variable")]
  closed <- unique(episodes[!is.na(closed), .(service, period = closed_in)])
  rows <- twice[closed, on = "service", nomatch = NULL, allow.cartesian = TRUE]
  rows <- nought(joined(rows, counts, c(KEYS, "variable")), c("pairs", WAYS))
  rows[, `:=`(down = (yes_no + 1) / (pairs + 2), up = (no_yes + 1) / (pairs + 2))]
  rows[, margin := Z * sqrt((down + up - (up - down)^2) / (pairs + 2))]
  rows[pairs > 0, `:=`(
    difference = (no_yes - yes_no) / pairs, low = up - down - margin, high = up - down + margin,
    p_exact = pmin(1, 2 * pbinom(pmin(yes_no, no_yes), yes_no + no_yes, 0.5))
  )][]
}

goals <- function() {
  found <- read_of_episodes("goals", list(character = c("episode", "attainment"), IDate = "judged_on"))
  found[, period := label(fcoalesce(judged_on, episodes$closed[row]))]
  counts <- found[!is.na(attainment) & !is.na(period), .(n = .N), by = c(KEYS, "attainment")]
  rows <- crossed(counts[, .(of = sum(n)), by = KEYS], "attainment", ATTAINMENT)
  with_share(nought(joined(rows, counts, c(KEYS, "attainment")), "n"), "n", "of")
}
