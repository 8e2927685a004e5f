"""Paper and Excel (紙と様式): every sheet as PDF, as Excel, and in the town's own form."""
