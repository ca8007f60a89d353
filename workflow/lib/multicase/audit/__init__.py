"""The audit: where numbers come from, and whether a build is the published one."""
