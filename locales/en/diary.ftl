# The diary and activities.
