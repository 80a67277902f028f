"""What people do, each verb under the row's lock and with its event: start, cancel, resume, and the rest."""
