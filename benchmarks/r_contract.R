# The columns of every table beside service and period, as contract.py has them.

COLUMNS <- list(
  who = "variable occasion category n of share low high",
  who_numbers = "variable occasion n missing mean sd q1 median q3",
  expectations = paste(
    "expectation version kind text assessable not_assessable below within above share low high target",
    "verdict earlier earlier_of difference difference_low difference_high"
  ),
  doses = "expectation version n mean q1 median q3 missed cancelled ended_inside",
  interventions = "intervention intended received of share low high contacts q1 median q3",
  attendance = "intervention planned missed cancelled share low high",
  phases = "phase entered left ongoing q1 median q3 skipped out_of_order",
  endings = "ending kind n of share low high",
  completion = paste(
    "completed of share low high other share_without_other earlier earlier_of difference difference_low",
    "difference_high"
  ),
  better = paste(
    "instrument scale respondent step pairs better unchanged worse share_better low high share_worse",
    "worse_low worse_high"
  ),
  change = paste(
    "instrument scale respondent started ended pairs mean_start sd_start mean_end sd_end change low high",
    "effect effect_name effect_low effect_high label d_av d_z eta2_partial median_change rank_biserial"
  ),
  reliable_change = paste(
    "instrument scale respondent needed pairs recovered improved unchanged deteriorated",
    "functional_at_start"
  ),
  norms = "instrument scale respondent norm occasion n mean norm_mean difference low high",
  lasting = paste(
    "instrument scale respondent months_after closed eligible reached triples mean_start mean_end",
    "mean_after better_at_end kept mean_start_reached mean_start_lost carried_forward no_change"
  ),
  groups = "by group instrument scale respondent against n against_n difference low high g delta",
  yes_no = "variable pairs yes_yes yes_no no_yes no_no difference low high p_exact",
  goals = "attainment n of share low high",
  trend = "measure n of value centre lower upper signal",
  completeness = "what occasion due done share low high",
  retention = "day at_risk in_service low high completed discontinued",
  services = "measure group n of value centre lower95 upper95 lower998 upper998 outside"
)
