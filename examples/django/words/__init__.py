"""An application that keeps a glossary in the database."""
