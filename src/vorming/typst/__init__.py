"""Papers: doctrees and the course as Typst markup, and Typst's PDFs, which every reader can use."""
