"""Tables of other systems laid out as a register's: by headings, never by position.

Reports of budget systems have a column for each month and the plan as a line above its rows;
winner lists tell a name and a price, or a number and its day, in one cell. Whatever is laid out
anew is told, and every place is that of the file itself.
"""
