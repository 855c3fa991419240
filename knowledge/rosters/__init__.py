"""Spreadsheets of expert clinics, read into sessions."""
