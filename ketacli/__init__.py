"""ketacli: coverage, cost and appeals for ketamine and esketamine therapy, from the documents themselves."""

__version__ = "0.1.0"
