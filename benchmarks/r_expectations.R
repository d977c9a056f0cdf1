# Idea against reality: which episodes each version of an expectation holds for, and the doses behind.

# One row per episode and version of that kind that it is held against.
held <- function(wanted) {
  version <- unique(versions[kind == wanted], by = "v")[, c("kind", "text", "share") := NULL]
  found <- version[episodes[, .(row, service, period = opened_in, opened, closed, ending, age, ended_as = kind)],
    on = "service", nomatch = NULL, allow.cartesian = TRUE]
  found[opened >= valid_from & (is.na(valid_to) | opened <= valid_to)]
}

of_range <- function(rows) {
  numbers <- values[type == "number" & occasion == "opening", .(row, variable, value = as.numeric(value))]
  found <- joined(rows, numbers, c("row", "variable"))
  found[variable == "age", value := as.numeric(age)][]
}

of_category <- function(rows) {
  found <- values[occasion == "opening" & type %chin% c("choice", "choices", "yes_no"), .(row, variable, option = value)]
  found <- found[rows[, .(row, v, variable)], on = .(row, variable), nomatch = NULL, allow.cartesian = TRUE]
  found[, hit := 0L][versions[!is.na(option), .(v, option)], on = .(v, option), hit := 1L]
  joined(rows, found[, .(value = max(hit)), by = .(row, v)], c("row", "v"))
}

# The episodes held against a dose whose window is over, with the contacts inside it by attendance.
dose_windows <- function() {
  rows <- held("dose")[, until := months_later(opened, months)][until <= as_of]
  rows[, intervention := fcoalesce(intervention, "")]
  parts <- split(rows, by = c("months", "intervention"))
  nought(rbindlist(lapply(parts, function(part) {
    inside <- by_episode[part$intervention[1] == "" | intervention == part$intervention[1]]
    inside[, inside := get(sprintf("in_%d", part$months[1]))]
    for (kind in ATTENDANCE) {
      part <- joined(part, setnames(inside[attendance == kind, .(sum(inside)), by = row], "V1", kind), "row")
    }
    part
  }), use.names = TRUE), ATTENDANCE)
}

of_dose <- function(rows) joined(rows, windows[, .(row, v, value = attended)], c("row", "v"))

of_received <- function(rows) {
  got <- by_episode[attendance == "attended", .(row, intervention, value = 1L)]
  nought(joined(rows, got, c("row", "intervention")), "value")
}

of_phase <- function(rows) {
  days <- phases[, .(value = sum(days)), by = .(row, phase)]
  joined(rows, days, c("row", "phase"))
}

of_duration <- function(rows) rows[, value := fifelse(is.na(ending), NA_integer_, as.integer(closed) - as.integer(opened))][]

of_completion <- function(rows) rows[, value := as.integer(ended_as == "completed")][]

# An episode with several respondents is better when one of its pairs is.
of_improvement <- function(rows) {
  best <- pairs[!is.na(outcome), .(value = as.integer(max(outcome) == 1)), by = .(row, s)]
  rows <- scales[, .(instrument, scale, s)][rows, on = .(instrument, scale)]
  joined(rows, best, c("row", "s"))
}

LIMITED <- list(range = of_range, dose = of_dose, phase = of_phase, duration = of_duration)
PASSED <- list(category = of_category, received = of_received, completion = of_completion, improvement = of_improvement)

judged <- function(kind) {
  rows <- (c(LIMITED, PASSED)[[kind]])(held(kind))
  if (kind %in% names(PASSED)) rows[, `:=`(from = 1, to = NA_real_)]
  rows[, .(
    held = .N, assessable = sum(!is.na(value)), below = sum(value < from, na.rm = TRUE), above = sum(value > to, na.rm = TRUE)
  ), by = .(v, period)]
}

expectations <- function() {
  rows <- rbindlist(lapply(c(names(LIMITED), names(PASSED)), judged))
  known <- unique(versions, by = "v")[, .(v, service, expectation, version, kind, text, target = share)]
  rows <- known[rows, on = "v"][, `:=`(within = assessable - below - above, not_assessable = held - assessable)]
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
    .(missed = sum(missed), cancelled = sum(cancelled), ended_inside = sum(closed < until, na.rm = TRUE))
  ), by = .(v, service, period)]
  unique(versions, by = "v")[, .(v, expectation, version)][rows, on = "v"]
}
