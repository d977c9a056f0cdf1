"""What several tables must agree about, kept by the database."""

from django.db import migrations

from loke.accounts.guards import Guard, Install, same

SERVICE = "SELECT service_id FROM records_episode WHERE id = NEW.episode_id"
INSTRUMENT = "SELECT instrument_id FROM records_measurement WHERE id = NEW.measurement_id"

GUARDS = (
    Guard(
        "answer_within_its_items_range",
        "records_answer",
        "NEW.value IS NULL OR EXISTS (SELECT 1 FROM measures_item i WHERE i.id = NEW.item_id "
        "AND (i.lowest IS NULL OR NEW.value >= i.lowest) AND (i.highest IS NULL OR NEW.value <= i.highest))",
    ),
    same(
        "answer_to_an_item_of_its_instrument",
        "records_answer",
        "SELECT instrument_id FROM measures_item WHERE id = NEW.item_id",
        INSTRUMENT,
    ),
    same(
        "score_of_a_scale_of_its_instrument",
        "records_score",
        "SELECT instrument_id FROM measures_scale WHERE id = NEW.scale_id",
        INSTRUMENT,
    ),
    same(
        "contact_with_its_services_intervention",
        "records_contact",
        "SELECT service_id FROM description_intervention WHERE id = NEW.intervention_id",
        SERVICE,
    ),
    same(
        "phase_of_its_service",
        "records_phase",
        "SELECT service_id FROM description_plannedphase WHERE id = NEW.phase_id",
        SERVICE,
    ),
    same(
        "value_of_its_services_variable",
        "records_value",
        "SELECT service_id FROM measures_variable WHERE id = NEW.variable_id",
        SERVICE,
    ),
    same(
        "value_among_its_variables_options",
        "records_value",
        "SELECT variable_id FROM measures_option WHERE id = NEW.option_id",
        "NEW.variable_id",
    ),
    same(
        "episode_ends_as_its_service_may",
        "records_episode",
        "SELECT service_id FROM records_ending WHERE id = NEW.ending_id",
        "NEW.service_id",
    ),
    same(
        "measurement_with_its_organisations_instrument",
        "records_measurement",
        "SELECT organisation_id FROM measures_instrument WHERE id = NEW.instrument_id",
        "SELECT u.organisation_id FROM records_episode e JOIN description_service s ON s.id = e.service_id "
        "JOIN accounts_unit u ON u.id = s.unit_id WHERE e.id = NEW.episode_id",
    ),
    Guard(
        "follow_up_within_twenty_years", "records_measurement", "NEW.months_after IS NULL OR NEW.months_after <= 240"
    ),
    Guard("dose_in_some_months", "measures_expectation", "NEW.kind <> 'dose' OR NEW.months IS NOT NULL"),
    same(
        "episode_of_a_client_of_its_unit",
        "records_episode",
        "SELECT unit_id FROM records_client WHERE id = NEW.client_id",
        "SELECT unit_id FROM description_service WHERE id = NEW.service_id",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("measures", "0002_expected_answer")]
    operations = [Install(*GUARDS)]
