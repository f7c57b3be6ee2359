//! What a hub and central say to each other.
