"""The staff desk at /staff: pages for who keeps the Book; :mod:`bot.web.staff.pages` lists them."""
