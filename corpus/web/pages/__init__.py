"""The pages: one module for each kind, each with its `ROUTES`; see `routes.py` for how one is added."""
