"""What ``content check`` finds in the wording: nothing here stops the app."""
