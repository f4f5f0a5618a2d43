"""The web: addresses read politely, within limits, and never into a private network; places watched for what is new."""
