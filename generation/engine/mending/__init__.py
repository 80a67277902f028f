"""What sets right what broke: lost workers and messages, holds that are over, jobs that ran too long."""
