# Over time, time in service and comparable services.

FIXED <- c(0L, 90L, 180L, 365L, 730L)
QUANTILES <- c(lower998 = 0.001, lower95 = 0.025, upper95 = 0.975, upper998 = 0.999)

trend <- function() {
  yearly <- given$period == "year"
  starts <- function(month) if (yearly) month_of(as.IDate(sprintf("%d-01-01", year(first_of(month))))) else month
  counted <- function(service, measure, month, hit, n = 1L) {
    rows <- data.table(service, measure, month, hit, many = n)
    rows <- rows[, .(n = sum(many * hit), of = sum(many)), by = .(service, measure, month)]
    rows[, month := starts(month)][, .(n = sum(n), of = sum(of)), by = .(service, measure, month)]
  }
  closed <- episodes[!is.na(closed)]
  planned <- by_month[attendance != "cancelled"]
  both <- pairs[!is.na(outcome) & !is.na(period)]
  measure <- paste0("better:", scales$instrument, "/", scales$scale)[both$s]
  opened <- counted(episodes$service, "opened", month_of(episodes$opened), TRUE)
  completed <- counted(closed$service, "completed", month_of(closed$closed), !is.na(closed$kind) & closed$kind == "completed")
  missed <- counted(planned$service, "missed", planned$month, planned$attendance == "missed", planned$n)
  better <- counted(both$service, measure, month_of(episodes$closed[both$row]), both$outcome == 1)
  numbers <- list(
    opened[, of := NA], copy(completed)[, `:=`(measure = "closed", n = of, of = NA)],
    copy(missed)[, `:=`(measure = "contacts", n = of - n, of = NA)]
  )
  rows <- rbindlist(c(numbers, list(completed, missed, better)))
  step <- if (yearly) 12L else 1L
  rows <- rows[FIRSTS[month + step] <= as.integer(as_of) + 1L & fcoalesce(of, n) > 0]
  every <- rows[, .(month = seq(min(month), max(month), by = step)), by = .(service, measure)]
  rows <- rows[every, on = .(service, measure, month)]
  shares <- !(rows$measure %chin% c("opened", "closed", "contacts"))
  rows[is.na(n), n := 0L]
  rows[shares & is.na(of), of := 0L]
  rows[, value := fifelse(shares, share(n, of), as.numeric(n))]
  rows[!is.na(value), c("centre", "lower", "upper", "signal") := chart(value, n, of), by = .(service, measure)]
  rows[, period := format(first_of(month), if (yearly) "%Y" else "%Y-%m")][]
}

# Centre, limits and signal of every point of a series (Wheeler 1993; Shewhart 1931; Laney 2002).
chart <- function(value, n, of) {
  size <- length(value)
  missing <- rep(NA_real_, size)
  if (size < 12) {
    centre <- if (size >= 8) median(value) else NA_real_
    shift <- if (size >= 8) in_runs(sign(value - centre), 7) else logical(size)
    return(list(rep(centre, size), missing, missing, fifelse(shift, "shift", NA_character_)))
  }
  shares <- !is.na(of[1])
  first <- value[1:12]
  if (shares) {
    centre <- sum(n[1:12]) / sum(of[1:12])
    sigma <- sqrt(centre * (1 - centre) / of)
    between <- if (centre > 0 && centre < 1) mean(abs(diff((first - centre) / sigma[1:12]))) / 1.128 else 0
    if (between > 1.2) sigma <- sigma * between
  } else {
    ranges <- abs(diff(first))
    kept <- ranges[round(ranges - 3.267 * mean(ranges), 9) < 0]
    centre <- mean(first)
    sigma <- rep(2.66 / 3 * mean(if (length(kept)) kept else ranges), size)
  }
  highest <- if (shares) 1 else Inf
  list(rep(centre, size), pmax(0, centre - 3 * sigma), pmin(highest, centre + 3 * sigma), signals(value, centre, sigma))
}

signals <- function(value, centre, sigma) {
  away <- value - centre
  beyond <- round(abs(away) - 3 * sigma, 9) > 0
  steps <- c(FALSE, in_runs(sign(diff(value)), 6), FALSE)
  rising <- steps[-length(steps)] | steps[-1]
  outer <- sign(away) * (round(abs(away) - 2 * sigma, 9) > 0 & !beyond)
  near <- logical(length(value))
  for (side in c(-1, 1)) {
    held <- outer == side
    three <- frollsum(c(0, 0, held, 0, 0), 3, align = "right")[-(1:2)] >= 2  # of the three points that end here
    size <- length(value)
    near <- near | (held & (three[1:size] | three[1:size + 1] | three[1:size + 2]))
  }
  beside <- in_runs(sign(away), 7)
  fcase(beyond, "beyond", rising, "trend", near, "two_of_three", beside, "shift", default = NA_character_)
}

in_runs <- function(signs, least) {
  runs <- rle(signs)
  rep(runs$values != 0 & runs$lengths >= least, runs$lengths)
}

# Kaplan & Meier 1958; Aalen & Johansen 1978; interval by the log of -log.
retention <- function() {
  people <- episodes[, .(
    service, period = opened_in, day = as.integer(fcoalesce(closed, as_of)) - as.integer(opened), over = !is.na(closed),
    c = !is.na(kind) & kind == "completed", d = !is.na(kind) & kind == "discontinued"
  )]
  people[, any := any(over), by = KEYS]
  days <- people[any == TRUE, .(people = .N, ended = sum(over), c = sum(c), d = sum(d)), by = c(KEYS, "day")]
  fixed <- crossed(days[, .(longest = max(day)), by = KEYS], "day", FIXED)[day <= longest]
  days <- merge(days, fixed[, .(service, period, day, always = TRUE)], by = c(KEYS, "day"), all = TRUE)
  days <- nought(days, c("people", "ended", "c", "d"))
  setorder(days, service, period, day)
  days[, at_risk := rev(cumsum(rev(people))), by = KEYS]
  days[, `:=`(
    in_service = cumprod(1 - ended / at_risk),
    variance = cumsum(fifelse(at_risk > ended, ended / (as.numeric(at_risk) * (at_risk - ended)), 0))
  ), by = KEYS]
  days[, before := shift(in_service, fill = 1), by = KEYS]
  days[, inside := fifelse(in_service > 0 & in_service < 1, in_service, NA_real_)]
  days[, spread := Z * sqrt(variance) / log(inside)]
  days[, `:=`(low = inside^exp(-spread), high = inside^exp(spread))]
  days[, `:=`(completed = cumsum(before * c / at_risk), discontinued = cumsum(before * d / at_risk)), by = KEYS]
  days[ended > 0 | !is.na(always)]
}

# What is compared, whoever answered, from three other tables.
services <- function(completion, attendance, better) {
  rows <- rbind(
    completion[, .(service, period, measure = "completed", n = completed, of)],
    attendance[intervention == "all", .(service, period, measure = "missed", n = missed, of = planned)],
    better[, .(service, period, measure = paste0("better:", instrument, "/", scale), n = better, of = pairs)]
  )
  rows <- rows[, .(n = sum(n), of = sum(of)), by = .(service, period, measure)][of > 0]
  known <- read("services", list(character = c("service", "group")))
  rows <- known[!is.na(group)][rows, on = "service", nomatch = NULL]
  rows[, value := n / of]
  rows[, c("centre", names(QUANTILES), "outside") := funnel(n, of), by = .(group, measure, period)][]
}

# Limits between services (Spiegelhalter 2005), widened where ten or more vary more than chance.
funnel <- function(n, of) {
  missing <- rep(NA_real_, length(n))
  if (length(n) < 5) return(c(rep(list(missing), 5), list(NA_character_)))
  centre <- sum(n) / sum(of)
  tau2 <- if (length(n) >= 10) between_services(n, of, centre) else 0
  limits <- lapply(QUANTILES, function(level) {
    if (tau2 == 0) return(qbinom(level, of, centre) / of)
    angle <- asin(sqrt(centre)) + qnorm(level) * sqrt(1 / (4 * of) + tau2)
    sin(pmin(pmax(angle, 0), pi / 2))^2
  })
  share <- n / of
  out <- function(level) share < limits[[paste0("lower", level)]] | share > limits[[paste0("upper", level)]]
  c(list(rep(centre, length(n))), limits, list(fcase(out("998"), "998", out("95"), "95", default = NA_character_)))
}

# The variance between services, 0 where they vary no more than chance.
between_services <- function(n, of, centre) {
  z <- (asin(sqrt(n / of)) - asin(sqrt(centre))) * 2 * sqrt(of)
  ends <- quantile(z, c(0.1, 0.9), names = FALSE)
  phi <- mean(pmin(pmax(z, ends[1]), ends[2])^2)
  weights <- 4 * of
  if (phi <= 1) return(0)
  (length(z) * phi - length(z) + 1) / (sum(weights) - sum(weights^2) / sum(weights))
}
