"""Why a case asks whom, and not somebody else: one small process for each reason."""
