# Idea against reality: which episodes each version of an expectation holds for, and the doses behind.

# One row per episode and version of that kind that it is held against.
held <- function(wanted) {
  those <- version[kind == wanted, .(v, service, valid_from, valid_to)]
  found <- those[episodes[, .(row, service, period = opened_in, opened)], on = "service",
    nomatch = NULL, allow.cartesian = TRUE]
  found[opened >= valid_from & (is.na(valid_to) | opened <= valid_to), .(v, row, service, period)]
}

of_range <- function(rows) {
  rows[, variable := version$variable[v]]
  numbers <- values[type == "number" & occasion == "opening" & variable %chin% rows$variable]
  found <- joined(rows, numbers[, .(row, variable, value = as.numeric(value))], c("row", "variable"))
  found[variable == "age", value := as.numeric(episodes$age[row])][]
}

of_category <- function(rows) {
  rows[, variable := version$variable[v]]
  found <- values[occasion == "opening" & type %chin% CHOICES & variable %chin% rows$variable]
  found <- found[, .(row, variable, option = value)]
  found <- found[rows[, .(row, v, variable)], on = .(row, variable), nomatch = NULL, allow.cartesian = TRUE]
  found[, hit := 0L][versions[!is.na(option), .(v, option)], on = .(v, option), hit := 1L]
  joined(rows, found[, .(value = max(hit)), by = .(row, v)], c("row", "v"))
}

# The episodes held against a dose whose window is over, with the contacts inside it by attendance.
dose_windows <- function() {
  rows <- held("dose")[, `:=`(months = version$months[v], intervention = version$intervention[v])]
  rows <- rows[, until := months_later(episodes$opened[row], months)][until <= as_of]
  rows[, (ATTENDANCE) := inside_window(row, months[1], intervention[1]), by = .(months, intervention)][]
}

# How many contacts of each attendance those episodes had in their first months, of one intervention or of all.
inside_window <- function(rows, months, wanted) {
  found <- if (is.na(wanted)) by_episode else by_episode[intervention == wanted]
  lapply(ATTENDANCE, function(kind) {
    those <- found[attendance == kind, .(row, n = .SD[[1]]), .SDcols = sprintf("in_%d", months)]
    those <- those[, .(n = sum(n)), by = row]
    counts <- integer(nrow(episodes))
    counts[those$row] <- those$n
    counts[rows]
  })
}

of_dose <- function(rows) joined(rows, windows[, .(row, v, value = attended)], c("row", "v"))

of_received <- function(rows) {
  rows[, intervention := version$intervention[v]]
  got <- by_episode[attendance == "attended" & intervention %chin% rows$intervention]
  nought(joined(rows, got[, .(row, intervention, value = 1L)], c("row", "intervention")), "value")
}

of_phase <- function(rows) {
  rows[, phase := version$phase[v]]
  days <- phases[phase %chin% rows$phase, .(value = sum(days)), by = .(row, phase)]
  joined(rows, days, c("row", "phase"))
}

of_duration <- function(rows) {
  ended <- episodes[, fifelse(is.na(ending), NA_integer_, as.integer(closed) - as.integer(opened))]
  rows[, value := ended[row]][]
}

of_completion <- function(rows) rows[, value := as.integer(episodes$kind[row] == "completed")][]

# An episode with several respondents is better when one of its pairs is.
of_improvement <- function(rows) {
  rows[scales[version, on = .(instrument, scale), .(v, s)], on = "v", s := i.s]
  best <- pairs[!is.na(outcome) & s %in% rows$s, .(best = max(outcome)), by = .(row, s)]
  joined(rows, best[, .(row, s, value = as.integer(best == 1))], c("row", "s"))
}

LIMITED <- list(range = of_range, dose = of_dose, phase = of_phase, duration = of_duration)
PASSED <- list(category = of_category, received = of_received, completion = of_completion, improvement = of_improvement)

judged <- function(kind) {
  rows <- (c(LIMITED, PASSED)[[kind]])(held(kind))
  if (kind %in% names(PASSED)) {
    rows[, `:=`(from = 1, to = NA_real_)]
  } else {
    rows[, `:=`(from = version$from[v], to = version$to[v])]
  }
  rows[, .(
    held = .N, assessable = sum(!is.na(value)), below = sum(value < from, na.rm = TRUE), above = sum(value > to, na.rm = TRUE)
  ), by = .(v, period)]
}

expectations <- function() {
  rows <- rbindlist(lapply(c(names(LIMITED), names(PASSED)), judged))
  rows <- version[, .(v, service, expectation, version, kind, text, target = share)][rows, on = "v"]
  rows[, `:=`(within = assessable - below - above, not_assessable = held - assessable)]
  each <- rows[, .(w = sum(within), a = sum(assessable)), by = .(service, expectation, period)]
  setorder(each, service, expectation, period)
  each[, `:=`(earlier = cumsum(w) - w, earlier_of = cumsum(a) - a), by = .(service, expectation)]
  rows[each, on = .(service, expectation, period), `:=`(earlier = i.earlier, earlier_of = i.earlier_of)]
  with_share(with_difference(rows, "within", "assessable"), "within", "assessable")
  rows[, verdict := fcase(
    is.na(target), "no_target", assessable < 5, "too_few", low >= target, "met", high < target, "not_met", default = "uncertain"
  )][]
}

doses <- function() {
  rows <- windows[, c(
    .(n = .N, mean = mean(attended)), quartiles(attended),
    .(missed = sum(missed), cancelled = sum(cancelled), ended_inside = sum(episodes$closed[row] < until, na.rm = TRUE))
  ), by = .(v, service, period)]
  version[, .(v, expectation, version)][rows, on = "v"]
}
