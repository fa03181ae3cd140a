"""What the pages of the agency show; every query takes the agency first."""
