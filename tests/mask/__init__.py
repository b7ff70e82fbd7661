"""Tests of detlm.mask."""
