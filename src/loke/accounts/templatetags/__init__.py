"""What the templates of people say in words."""
