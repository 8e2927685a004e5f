"""見本の町: demo towns as dated stories, replayed through the actions."""
