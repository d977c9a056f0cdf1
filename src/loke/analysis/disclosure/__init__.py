"""What leaves the unit: the only place that makes a table to publish, with every small number hidden."""
