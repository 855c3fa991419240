"""The door: settings, assembly, channels, the command line."""
