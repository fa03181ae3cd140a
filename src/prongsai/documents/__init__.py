"""Writers: values of the core become files people open."""
