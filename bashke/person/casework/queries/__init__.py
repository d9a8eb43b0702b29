"""Reading the files of casework."""
