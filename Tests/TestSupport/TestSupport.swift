package import Model
