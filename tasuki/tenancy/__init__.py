"""The municipality (自治体) and what it is made of: agencies (機関・部署), areas (圏域), 町字."""
