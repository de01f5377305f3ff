"""A consultation as an XLSForm: the workbook of ODK and Kobo, out of the portal and in again."""
